package dev.muster.autoconfigure.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.transport.SiteAddress.Interface;

/**
 * Reads {@code muster.transport.bind-address}: an address, the name of a network
 * interface, {@code site-local}, {@code match:} with a pattern of addresses, or a host
 * name.
 */
final class BindAddress {

	static final String PROPERTY = "muster.transport.bind-address";

	private static final String SITE_LOCAL = "site-local";

	private static final String MATCH = "match:";

	private final Supplier<Optional<InetAddress>> siteAddress;

	private final Supplier<List<Interface>> interfaces;

	BindAddress(Supplier<Optional<InetAddress>> siteAddress, Supplier<List<Interface>> interfaces) {
		this.siteAddress = siteAddress;
		this.interfaces = interfaces;
	}

	/**
	 * Read a value.
	 * @param value the property's value
	 * @return a literal address
	 * @throws InvalidClusterPropertyException if there is no such address
	 */
	String read(String value) {
		if (value.equals(SITE_LOCAL)) {
			return siteLocal("'" + SITE_LOCAL + "' was asked for");
		}
		List<Interface> all = this.interfaces.get();
		if (value.startsWith(MATCH)) {
			return matching(value.substring(MATCH.length()).trim(), all);
		}
		for (Interface candidate : all) {
			if (candidate.name().equals(value)) {
				return SiteAddress.preferred(candidate)
					.map(InetAddress::getHostAddress)
					.orElseThrow(() -> new InvalidClusterPropertyException(PROPERTY,
							"the network interface '" + value + "' has no address",
							"Name an interface with an address, or an address. " + choice(all)));
			}
		}
		try {
			return InetAddress.getByName(value).getHostAddress();
		}
		catch (UnknownHostException ex) {
			throw new InvalidClusterPropertyException(PROPERTY,
					"'" + value + "' is no address, no network interface that is up, and no name that resolves",
					"Set '" + PROPERTY + "' to an address of this machine, or remove it. " + choice(all), ex);
		}
	}

	/**
	 * Choose the address that neighbours most likely reach.
	 * @param why why it is needed
	 * @return a literal address
	 * @throws InvalidClusterPropertyException if there is none
	 */
	String siteLocal(String why) {
		return this.siteAddress.get()
			.map(InetAddress::getHostAddress)
			.orElseThrow(() -> new InvalidClusterPropertyException(PROPERTY,
					why + ", and this machine has no network interface that is up",
					"Set '" + PROPERTY + "' to the address at which peers reach this node, or"
							+ " 127.0.0.1 if all of them are on this machine."));
	}

	private static String matching(String glob, List<Interface> all) {
		Pattern pattern = Pattern.compile(
				List.of(glob.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")),
				Pattern.CASE_INSENSITIVE);
		return all.stream()
			.sorted(Comparator.comparingInt(Interface::index))
			.flatMap((each) -> each.addresses().stream())
			.filter((address) -> pattern.matcher(withoutScope(address)).matches())
			.findFirst()
			.map(InetAddress::getHostAddress)
			.orElseThrow(() -> new InvalidClusterPropertyException(PROPERTY,
					"no address of this machine matches '" + glob + "'",
					"Correct the pattern, in which '*' stands for anything. " + choice(all)));
	}

	private static String choice(List<Interface> all) {
		return "There are " + all.stream()
			.map((each) -> each.name() + " "
					+ each.addresses().stream().map(BindAddress::withoutScope).collect(Collectors.toList()))
			.collect(Collectors.joining(", ")) + ".";
	}

	private static String withoutScope(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

}
