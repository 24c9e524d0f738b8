package dev.muster.discovery;

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
			if (rest.isEmpty()) {
				return new PeerAddress(host, defaultPort);
			}
			if (!rest.startsWith(":")) {
				throw new IllegalArgumentException("'" + text + "' is not of the form [address]:port");
			}
			return new PeerAddress(host, parsePort(text, rest.substring(1)));
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
		return new PeerAddress(host, port);
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
