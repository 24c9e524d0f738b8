package dev.muster.discovery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, and how to complete names, as resolv.conf(5) tells it.
 *
 * @param servers the servers, in the order in which they are to be asked
 * @param search domains that a relative name may be in
 * @param ndots how many dots make a name be tried as it is first
 */
record NameServers(List<InetSocketAddress> servers, List<String> search, int ndots) {

	/** Where the system keeps it. */
	static final Path SYSTEM = Path.of("/etc/resolv.conf");

	static final int PORT = 53;

	/** As many as the system's own resolver takes. */
	static final int MAX_SERVERS = 3;

	private static final int MAX_SEARCH_DOMAINS = 16;

	private static final int MAX_NDOTS = 15;

	private static final int MAX_BYTES = 64 * 1024;

	/**
	 * Join what is configured with what the system has. Reads the file each time, since
	 * its content may change, and since it is small.
	 * @param settings what is configured
	 * @param file the system's file
	 * @return servers and search domains
	 * @throws DiscoveryException if there is no server
	 */
	static NameServers of(DnsSettings settings, Path file) {
		NameServers system;
		try {
			system = parse(read(file));
		}
		catch (IOException ex) {
			if (settings.servers().isEmpty()) {
				throw new DiscoveryException("no name server is known: " + file + " cannot be read (" + ex.getMessage()
						+ "); set '" + settings.strategy() + ".server'", ex);
			}
			system = new NameServers(List.of(), List.of(), 1);
		}
		List<InetSocketAddress> servers = settings.servers().isEmpty() ? system.servers : settings.servers();
		if (servers.isEmpty()) {
			throw new DiscoveryException(
					"no name server is known: " + file + " names none; set '" + settings.strategy() + ".server'");
		}
		return new NameServers(servers, settings.search().isEmpty() ? system.search : settings.search(), system.ndots);
	}

	private static List<String> read(Path file) throws IOException {
		try (var in = Files.newInputStream(file)) {
			return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1).lines().toList();
		}
	}

	/**
	 * Read what the system's resolver reads; what makes no sense is passed over.
	 * @param lines the lines of the file
	 * @return what they say
	 */
	static NameServers parse(List<String> lines) {
		List<InetSocketAddress> servers = new ArrayList<>();
		List<String> search = List.of();
		int ndots = 1;
		for (String line : lines) {
			String[] words = line.strip().split("\\s+");
			switch (words[0]) {
				case "nameserver" -> {
					InetAddress address = (words.length > 1) ? literal(words[1]) : null;
					if (address != null && servers.size() < MAX_SERVERS) {
						servers.add(new InetSocketAddress(address, PORT));
					}
				}
				// The last one counts
				case "search", "domain" -> search = domains(words);
				case "options" -> ndots = ndots(words, ndots);
				default -> {
				}
			}
		}
		return new NameServers(servers, search, ndots);
	}

	private static @Nullable InetAddress literal(String text) {
		return new PeerAddress(text, PORT).literal();
	}

	private static List<String> domains(String[] words) {
		List<String> domains = new ArrayList<>();
		for (int i = 1; i < words.length && domains.size() < MAX_SEARCH_DOMAINS; i++) {
			String domain = words[i].toLowerCase(Locale.ROOT);
			if (domain.equals(".") || DomainName.flaw(domain) == null) {
				domains.add(domain);
			}
		}
		return domains;
	}

	private static int ndots(String[] words, int fallback) {
		int result = fallback;
		for (String word : words) {
			if (word.matches("ndots:\\d{1,4}")) {
				result = Math.min(Integer.parseInt(word.substring("ndots:".length())), MAX_NDOTS);
			}
		}
		return result;
	}

}
