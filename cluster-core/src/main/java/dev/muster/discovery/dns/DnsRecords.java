package dev.muster.discovery.dns;

import java.util.List;

import io.netty.handler.codec.dns.DnsRecordType;

/**
 * Which records of a name tell who may be a peer.
 */
public enum DnsRecords {

	/**
	 * IPv4 addresses. The port is known otherwise.
	 */
	A(DnsRecordType.A),

	/**
	 * IPv6 addresses. The port is known otherwise.
	 */
	AAAA(DnsRecordType.AAAA),

	/**
	 * Addresses of both kinds. The port is known otherwise.
	 */
	A_AND_AAAA(DnsRecordType.A, DnsRecordType.AAAA),

	/**
	 * Host names with ports, and then the addresses of those hosts.
	 */
	SRV(DnsRecordType.SRV);

	private final List<DnsRecordType> types;

	DnsRecords(DnsRecordType... types) {
		this.types = List.of(types);
	}

	List<DnsRecordType> types() {
		return this.types;
	}

}
