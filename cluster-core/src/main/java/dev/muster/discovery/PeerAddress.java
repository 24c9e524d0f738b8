package dev.muster.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * An address at which a peer may listen.
 *
 * @param host name or literal address (IPv6 without brackets), not resolved here
 * @param port TCP port, 1 to 65535
 */
public record PeerAddress(String host, int port) {

	public PeerAddress {
		if (host.isBlank()) {
			throw new IllegalArgumentException("A peer address needs a host");
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("Port " + port + " is not between 1 and 65535");
		}
	}

	/**
	 * Read an address as people write it: {@code host}, {@code host:port}, {@code ::1},
	 * {@code [::1]:7800}.
	 * @param text the text
	 * @param defaultPort port to take if the text has none
	 * @return the address
	 * @throws IllegalArgumentException if the text is no address; the message says why
	 */
	public static PeerAddress parse(String text, int defaultPort) {
		String address = text.trim();
		if (address.startsWith("[")) {
			int end = address.indexOf(']');
			if (end < 0) {
				throw new IllegalArgumentException("'" + text + "' has '[' without ']'");
			}
			String host = address.substring(1, end);
			String rest = address.substring(end + 1);
			if (host.indexOf(':') < 0 || !(rest.isEmpty() || rest.startsWith(":"))) {
				throw new IllegalArgumentException("'" + text + "' is not of the form [address]:port");
			}
			return checked(text, host, rest.isEmpty() ? defaultPort : parsePort(text, rest.substring(1)));
		}
		int colon = address.indexOf(':');
		if (colon < 0 || address.indexOf(':', colon + 1) >= 0) {
			return checked(text, address, defaultPort);
		}
		return checked(text, address.substring(0, colon), parsePort(text, address.substring(colon + 1)));
	}

	private static PeerAddress checked(String text, String host, int port) {
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c <= ' ' || c == '/' || c == '@' || c == ',' || c > 126) {
				throw new IllegalArgumentException("'" + text + "' is not of the form host:port");
			}
		}
		if (host.isEmpty()) {
			throw new IllegalArgumentException("'" + text + "' has no host");
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("'" + text + "' has a port that is not between 1 and 65535");
		}
		PeerAddress address = new PeerAddress(host, port);
		if (address.literal() == null) {
			if (host.indexOf(':') >= 0) {
				throw new IllegalArgumentException("'" + text + "' has a colon and is no IPv6 address");
			}
			if (host.substring(host.lastIndexOf('.') + 1).chars().allMatch((c) -> c >= '0' && c <= '9')) {
				throw new IllegalArgumentException("'" + text + "' is no IPv4 address, nor is it a name");
			}
		}
		return address;
	}

	/**
	 * Return the host as an address, if it is written as one. No name service is asked.
	 * @return the address, or {@code null} if the host is a name
	 */
	public @Nullable InetAddress literal() {
		if (!isIpv4(this.host) && !looksLikeIpv6(this.host)) {
			return null;
		}
		try {
			return InetAddress.getByName(this.host); // asks nobody for what passed above
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static boolean isIpv4(String host) {
		int groups = 1;
		int digits = 0;
		int value = 0;
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c == '.' && digits > 0) {
				groups++;
				digits = 0;
				value = 0;
			}
			else if (c >= '0' && c <= '9' && digits < 3) {
				digits++;
				value = value * 10 + (c - '0');
			}
			else {
				return false;
			}
			if (value > 255) {
				return false;
			}
		}
		return groups == 4 && digits > 0;
	}

	private static boolean looksLikeIpv6(String host) {
		int zone = host.indexOf('%');
		String address = (zone < 0) ? host : host.substring(0, zone);
		return address.indexOf(':') >= 0 && address.charAt(0) != '.'
				&& address.chars().allMatch((c) -> c == ':' || c == '.' || Character.digit(c, 16) >= 0 && c < 128);
	}

	private static int parsePort(String text, String port) {
		try {
			return Integer.parseInt(port);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' has no port number after the colon", ex);
		}
	}

	@Override
	public String toString() {
		return (this.host.indexOf(':') >= 0) ? "[" + this.host + "]:" + this.port : this.host + ":" + this.port;
	}

}
