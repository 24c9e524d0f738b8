package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What to look up, and how. A text of an exception begins with the name of the property,
 * such as {@code dns.port}.
 *
 * @param strategy the strategy's name, with which its properties begin
 * @param name the name; with a dot at the end it is absolute, otherwise search domains
 * apply
 * @param records which records to ask for
 * @param port TCP port of peers, where records tell none
 * @param servers name servers; if empty, those of the system
 * @param search search domains; if empty, those of the system
 * @param timeout how long a whole lookup may take, with all servers, names and hosts that
 * it asks for
 * @param maxRecords how many addresses or services of a name are used; the others are
 * counted
 */
public record DnsSettings(String strategy, String name, DnsRecords records, int port, List<InetSocketAddress> servers,
		List<String> search, Duration timeout, int maxRecords) {

	/**
	 * Default of {@link #timeout()}.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Default of {@link #maxRecords()}.
	 */
	public static final int DEFAULT_MAX_RECORDS = 1000;

	private static final int MAX_SERVERS = 8;

	private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);

	/** As many as the codec takes from one answer. */
	private static final int MOST_RECORDS = 4096;

	public DnsSettings {
		String flaw = DomainName.flaw(name);
		if (flaw != null) {
			throw invalid(strategy, "name", "'" + name + "' is no domain name: " + flaw);
		}
		if (new PeerAddress(name, 1).literal() != null) {
			throw invalid(strategy, "name", "'" + name + "' is an address: list it with the strategy 'static'");
		}
		if (port < 1 || port > 65535) {
			throw invalid(strategy, "port", port + " is not between 1 and 65535");
		}
		if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw invalid(strategy, "timeout", timeout + " is not between 100 ms and one minute");
		}
		if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
			throw invalid(strategy, "max-records", maxRecords + " is not between 1 and " + MOST_RECORDS);
		}
		for (String domain : search) {
			String domainFlaw = DomainName.flaw(domain);
			if (domainFlaw != null) {
				throw invalid(strategy, "search", "'" + domain + "' is no domain name: " + domainFlaw);
			}
		}
		if (servers.size() > MAX_SERVERS) {
			throw invalid(strategy, "server", servers.size() + " servers are more than " + MAX_SERVERS);
		}
		servers = List.copyOf(servers);
		search = List.copyOf(search);
	}

	/**
	 * Make settings with defaults for the rest.
	 * @param name the name
	 * @param records which records to ask for
	 * @param port TCP port of peers, where records tell none
	 * @return the settings
	 * @throws IllegalArgumentException if one of these cannot be
	 */
	public static DnsSettings of(String name, DnsRecords records, int port) {
		return new DnsSettings(DnsDiscoveryStrategy.NAME, name, records, port, List.of(), List.of(), DEFAULT_TIMEOUT,
				DEFAULT_MAX_RECORDS);
	}

	/**
	 * Return these settings with other servers.
	 * @param texts literal addresses with or without a port (53), such as
	 * {@code 10.0.0.10} or {@code [fd00::10]:5353}
	 * @return new settings
	 * @throws IllegalArgumentException if one is no address
	 */
	public DnsSettings withServers(Collection<String> texts) {
		List<InetSocketAddress> parsed = new ArrayList<>();
		for (String text : texts) {
			parsed.add(server(this.strategy, text));
		}
		return new DnsSettings(this.strategy, this.name, this.records, this.port, parsed, this.search, this.timeout,
				this.maxRecords);
	}

	/**
	 * Return these settings with other search domains.
	 * @param domains the domains, most likely first
	 * @return new settings
	 * @throws IllegalArgumentException if one is no domain name
	 */
	public DnsSettings withSearch(List<String> domains) {
		return new DnsSettings(this.strategy, this.name, this.records, this.port, this.servers, domains, this.timeout,
				this.maxRecords);
	}

	/**
	 * Return these settings with other limits.
	 * @param timeout how long a whole lookup may take, 100 ms to one minute
	 * @param maxRecords how many records of a name are used, 1 to 4096
	 * @return new settings
	 * @throws IllegalArgumentException if one of these cannot be
	 */
	public DnsSettings withLimits(Duration timeout, int maxRecords) {
		return new DnsSettings(this.strategy, this.name, this.records, this.port, this.servers, this.search, timeout,
				maxRecords);
	}

	private static InetSocketAddress server(String strategy, String text) {
		PeerAddress parsed;
		try {
			parsed = PeerAddress.parse(text, NameServers.PORT);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(strategy, "server", ex.getMessage());
		}
		InetAddress address = parsed.literal();
		if (address == null) {
			throw invalid(strategy, "server", "'" + text
					+ "' is a name, and it would take another name server to find it: write the server's address");
		}
		return new InetSocketAddress(address, parsed.port());
	}

	static IllegalArgumentException invalid(String strategy, String property, @Nullable String problem) {
		return new IllegalArgumentException(strategy + "." + property + ": " + problem);
	}

}
