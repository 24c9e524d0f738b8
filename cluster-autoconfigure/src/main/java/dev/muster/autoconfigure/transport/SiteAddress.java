package dev.muster.autoconfigure.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the address of this machine that its neighbours most likely reach.
 */
final class SiteAddress {

	// Bridges of container engines and hypervisors: nobody outside reaches their
	// addresses
	private static final List<String> BRIDGES = List.of("docker", "br-", "veth", "virbr", "cni", "flannel", "cali",
			"podman", "lxc", "vmnet", "vboxnet");

	private static final List<Predicate<InetAddress>> PREFERENCES = List.of(
			(address) -> address instanceof Inet4Address && address.isSiteLocalAddress(),
			(address) -> address instanceof Inet4Address && !address.isLinkLocalAddress(),
			(address) -> !address.isLinkLocalAddress(), (address) -> true);

	private SiteAddress() {
	}

	/**
	 * Choose: a site-local IPv4 address before any other, the interface of the lowest
	 * index before the others, bridges of container engines last.
	 * @param interfaces the interfaces that may be used
	 * @return the address, empty if there is none but loopback
	 */
	static Optional<InetAddress> choose(List<Interface> interfaces) {
		List<Interface> ordered = interfaces.stream()
			.sorted(Comparator.comparing(Interface::isBridge).thenComparingInt(Interface::index))
			.toList();
		for (Predicate<InetAddress> preference : PREFERENCES) {
			for (Interface candidate : ordered) {
				for (InetAddress address : candidate.addresses()) {
					if (!address.isLoopbackAddress() && preference.test(address)) {
						return Optional.of(address);
					}
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Choose one of an interface's addresses, in the same order.
	 * @param candidate the interface, also a loopback
	 * @return the address, empty if it has none
	 */
	static Optional<InetAddress> preferred(Interface candidate) {
		return PREFERENCES.stream()
			.flatMap((preference) -> candidate.addresses().stream().filter(preference))
			.findFirst();
	}

	/**
	 * Return the interfaces of this machine that are up, neither loopback nor virtual.
	 */
	static List<Interface> interfaces() {
		return interfaces(false);
	}

	/**
	 * Return the interfaces of this machine that are up, loopback included.
	 */
	static List<Interface> allInterfaces() {
		return interfaces(true);
	}

	private static List<Interface> interfaces(boolean loopback) {
		List<Interface> interfaces = new ArrayList<>();
		try {
			for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
				if (candidate.isUp() && (loopback || !candidate.isLoopback()) && !candidate.isVirtual()) {
					interfaces.add(new Interface(candidate.getName(), candidate.getIndex(),
							candidate.getInterfaceAddresses().stream().map(InterfaceAddress::getAddress).toList()));
				}
			}
		}
		catch (SocketException ex) {
			return List.of(); // as if there were none: the caller asks for an address
		}
		return interfaces;
	}

	/**
	 * A network interface.
	 *
	 * @param name its name
	 * @param index its index
	 * @param addresses its addresses
	 */
	record Interface(String name, int index, List<InetAddress> addresses) {

		boolean isBridge() {
			return BRIDGES.stream().anyMatch(this.name::startsWith);
		}

	}

}
