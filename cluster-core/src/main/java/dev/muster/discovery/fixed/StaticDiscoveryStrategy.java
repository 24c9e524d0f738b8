package dev.muster.discovery.fixed;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;

/**
 * Answers with a fixed list. Not all of its addresses need to be in use, and it need not
 * be complete: a node that is not listed joins one that is. Host names stay names, so
 * that whoever connects asks for their address anew. Immutable.
 */
public final class StaticDiscoveryStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "static";

	private final Set<PeerAddress> addresses;

	/**
	 * Create a strategy.
	 * @param addresses such as {@code 10.0.0.1:7800}, {@code host},
	 * {@code [fe80::1]:7800}
	 * @param defaultPort the port of those that name none
	 * @throws IllegalArgumentException if there is no address, or one that is none; the
	 * message says which and why
	 */
	public StaticDiscoveryStrategy(Collection<String> addresses, int defaultPort) {
		Set<PeerAddress> parsed = new LinkedHashSet<>();
		for (String address : addresses) {
			parsed.add(parse(address, defaultPort));
		}
		if (parsed.isEmpty()) {
			throw new IllegalArgumentException("static.addresses is empty: list the host:port of at least one node");
		}
		this.addresses = Set.copyOf(parsed);
	}

	private static PeerAddress parse(String text, int defaultPort) {
		PeerAddress address;
		try {
			address = PeerAddress.parse(text, defaultPort);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"static.addresses: " + ex.getMessage() + ". Write host, host:port or [IPv6 address]:port", ex);
		}
		InetAddress literal = address.literal();
		if (literal != null && literal.isMulticastAddress()) {
			throw new IllegalArgumentException(
					"static.addresses: '" + text + "' is a multicast address. Write the address of a node");
		}
		return address;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void start(DiscoveryContext context) {
	}

	@Override
	public Set<PeerAddress> discover() {
		return this.addresses;
	}

	@Override
	public boolean listsSelf() {
		return true;
	}

}
