package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.discovery.dns.DnsSettings;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the strategy 'dns'.
 */
public class DnsProperties {

	/**
	 * Name to look up.
	 */
	private String name = "";

	/**
	 * Type of the records: a, aaaa or srv.
	 */
	private Type record = Type.A;

	/**
	 * TCP port of peers, where records tell none. By default that to which this node
	 * binds.
	 */
	private @Nullable Integer port;

	/**
	 * Comma-separated list of name servers, as addresses with or without a port. By
	 * default those of the system.
	 */
	private List<String> server = new ArrayList<>();

	/**
	 * Comma-separated list of domains that complete a name. By default those of the
	 * system.
	 */
	private List<String> search = new ArrayList<>();

	/**
	 * How long a whole lookup may take.
	 */
	private Duration timeout = DnsSettings.DEFAULT_TIMEOUT;

	/**
	 * How many addresses or services of the name are used.
	 */
	private int maxRecords = DnsSettings.DEFAULT_MAX_RECORDS;

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public Type getRecord() {
		return this.record;
	}

	public void setRecord(Type record) {
		this.record = record;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public List<String> getServer() {
		return this.server;
	}

	public void setServer(List<String> server) {
		this.server = server;
	}

	public List<String> getSearch() {
		return this.search;
	}

	public void setSearch(List<String> search) {
		this.search = search;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxRecords() {
		return this.maxRecords;
	}

	public void setMaxRecords(int maxRecords) {
		this.maxRecords = maxRecords;
	}

	/**
	 * Types of records that can be asked for.
	 */
	public enum Type {

		/** IPv4 addresses. */
		A,

		/** IPv6 addresses. */
		AAAA,

		/** Services: hosts with ports. */
		SRV

	}

}
