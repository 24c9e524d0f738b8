package dev.muster.discovery;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds out whether a listed address is this node's, in whatever form it is written.
 * Asking for names may take long; so it is done apart from what can be told at once.
 */
final class OwnAddress {

	private final PeerAddress self;

	private final Resolver resolver;

	OwnAddress(PeerAddress self, Resolver resolver) {
		this.self = self;
		this.resolver = resolver;
	}

	/**
	 * Return whether an address is this node's, as far as can be told without a name
	 * service.
	 * @param listed the addresses
	 * @return whether one is
	 */
	boolean isLiterallyAmong(Collection<PeerAddress> listed) {
		InetAddress own = this.self.literal();
		Set<InetAddress> local = null;
		for (PeerAddress address : listed) {
			if (address.port() != this.self.port()) {
				continue;
			}
			if (address.host().equalsIgnoreCase(this.self.host())) {
				return true;
			}
			InetAddress literal = address.literal();
			if (own != null && literal != null) {
				local = (local != null) ? local : localAddresses();
				if (isOwn(literal, own, local, false)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Return whether a name is this node's. May block for long, and an interrupt does not
	 * help.
	 * @param listed the addresses
	 * @param goOn asked before each name: whether there is time left
	 * @return whether one is
	 */
	boolean isByNameAmong(Collection<PeerAddress> listed, BooleanSupplier goOn) {
		List<PeerAddress> candidates = new ArrayList<>();
		for (PeerAddress address : listed) {
			if (address.port() == this.self.port() && (address.literal() == null || this.self.literal() == null)) {
				candidates.add(address);
			}
		}
		if (candidates.isEmpty() || !goOn.getAsBoolean()) {
			return false;
		}
		Set<InetAddress> local = localAddresses();
		List<InetAddress> owns = resolve(this.self);
		for (PeerAddress candidate : candidates) {
			if (!goOn.getAsBoolean()) {
				// Those asked are cached for some seconds, so the next time gets further
				return false;
			}
			boolean name = candidate.literal() == null;
			for (InetAddress address : resolve(candidate)) {
				for (InetAddress own : owns) {
					if (isOwn(address, own, local, name)) {
						return true;
					}
				}
			}
		}
		return false;
	}

	/**
	 * Two nodes on one machine may well listen at two loopback addresses and the same
	 * port. So another loopback address is taken for ours only where it cannot be
	 * another's: if it is what a name of this machine stands for (Debian's 127.0.1.1), or
	 * if we do not listen on loopback at all.
	 */
	private static boolean isOwn(InetAddress address, InetAddress own, Set<InetAddress> local, boolean byName) {
		if (address.equals(own) || address.isAnyLocalAddress()) {
			return true;
		}
		return (byName || !own.isLoopbackAddress()) && (address.isLoopbackAddress() || local.contains(address));
	}

	private List<InetAddress> resolve(PeerAddress address) {
		InetAddress literal = address.literal();
		if (literal != null) {
			return List.of(literal);
		}
		try {
			return this.resolver.resolve(address.host());
		}
		catch (UnknownHostException ex) {
			return List.of(); // a name that stands for nobody is not ours
		}
	}

	private static Set<InetAddress> localAddresses() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.collect(Collectors.toCollection(HashSet::new));
		}
		catch (SocketException ex) {
			return Set.of(); // then only what is written alike is ours
		}
	}

	/**
	 * Asks a name service.
	 */
	@FunctionalInterface
	interface Resolver {

		List<InetAddress> resolve(String host) throws UnknownHostException;

		static Resolver system() {
			return (host) -> List.of(InetAddress.getAllByName(host));
		}

	}

}
