package dev.muster.discovery.local;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a node writes of itself into the rendezvous directory: five short lines of ASCII.
 *
 * @param clusterName name of its cluster
 * @param address where it listens: a literal loopback address
 * @param pid its process
 */
record NodeFile(String clusterName, PeerAddress address, long pid) {

	/** In bytes; a cluster's name fits in, whatever it is written in. */
	static final int MAX_SIZE = 4096;

	private static final String VERSION = "muster-local 1";

	byte[] encode() {
		return String
			.join("\n", VERSION, "cluster=" + URLEncoder.encode(this.clusterName, StandardCharsets.UTF_8),
					"host=" + this.address.host(), "port=" + this.address.port(), "pid=" + this.pid, "")
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Read the content of a file that anybody may have written.
	 * @param content the content
	 * @return what it says, or {@code null} if that makes no sense
	 */
	static @Nullable NodeFile decode(byte[] content) {
		if (content.length > MAX_SIZE) {
			return null;
		}
		List<String> lines = Arrays.asList(new String(content, StandardCharsets.ISO_8859_1).split("\n", 6));
		if (lines.size() < 5 || !lines.get(0).equals(VERSION)) {
			return null;
		}
		try {
			String cluster = URLDecoder.decode(value(lines.get(1), "cluster"), StandardCharsets.UTF_8);
			String host = value(lines.get(2), "host");
			int port = Integer.parseInt(value(lines.get(3), "port"));
			long pid = Long.parseLong(value(lines.get(4), "pid"));
			PeerAddress address = new PeerAddress(host, port);
			InetAddress literal = address.literal();
			if (literal == null || !literal.isLoopbackAddress()) {
				return null;
			}
			return new NodeFile(cluster, address, pid);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String value(String line, String name) {
		if (!line.startsWith(name + "=")) {
			throw new IllegalArgumentException("No " + name);
		}
		return line.substring(name.length() + 1);
	}

}
