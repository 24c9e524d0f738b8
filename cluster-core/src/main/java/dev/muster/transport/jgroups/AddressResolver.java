package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import dev.muster.discovery.PeerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns candidates into socket addresses without ever blocking its caller: names are
 * looked up on a thread of their own, and the last good answer counts until the next.
 * Bounded. Safe for use by many threads.
 */
final class AddressResolver {

	private static final int MAX_HOSTS = 4096;

	private static final long REFRESH = Duration.ofSeconds(10).toNanos();

	private static final Logger logger = LoggerFactory.getLogger(AddressResolver.class);

	private final Executor executor;

	private final LongSupplier clock;

	private final Map<String, Entry> hosts = new LinkedHashMap<>();

	AddressResolver(Executor executor, LongSupplier clock) {
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * Return what is known of addresses, and have the rest looked up.
	 * @param addresses the candidates
	 * @return their socket addresses, of those that are known
	 */
	Resolved resolve(Collection<PeerAddress> addresses) {
		Map<InetSocketAddress, Set<String>> result = new LinkedHashMap<>();
		Set<PeerAddress> unresolvable = new LinkedHashSet<>();
		boolean complete = true;
		for (PeerAddress address : addresses) {
			Entry entry = entry(address.host());
			boolean answered = entry.answered;
			List<InetAddress> found = entry.addresses;
			complete &= answered;
			if (answered && found.isEmpty()) {
				unresolvable.add(address);
			}
			for (InetAddress known : found) {
				result.computeIfAbsent(new InetSocketAddress(known, address.port()), (key) -> new LinkedHashSet<>())
					.add(address.toString());
			}
		}
		return new Resolved(result, unresolvable, complete);
	}

	private synchronized Entry entry(String host) {
		long now = this.clock.getAsLong();
		Entry entry = this.hosts.computeIfAbsent(host, (key) -> new Entry());
		if (this.hosts.size() > MAX_HOSTS) {
			this.hosts.remove(this.hosts.keySet().iterator().next());
		}
		if (!entry.answered && isLiteral(host)) {
			lookUp(host, entry);
		}
		else if (!entry.pending && !isLiteral(host) && (!entry.answered || now - entry.answeredAt > REFRESH)) {
			entry.pending = true;
			this.executor.execute(() -> lookUp(host, entry));
		}
		return entry;
	}

	private void lookUp(String host, Entry entry) {
		try {
			entry.addresses = List.of(InetAddress.getAllByName(host));
		}
		catch (UnknownHostException ex) {
			// the last good answer stays
			logger.debug("No address of '{}' is known", host);
		}
		entry.answeredAt = this.clock.getAsLong();
		entry.answered = true;
		entry.pending = false;
	}

	// A literal is parsed, not looked up
	private static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0 || host.chars().allMatch((c) -> c == '.' || (c >= '0' && c <= '9'));
	}

	/**
	 * What is known of candidates.
	 *
	 * @param listedAs their socket addresses, and what is listed that stands for each
	 * @param unresolvable those that were looked up in vain
	 * @param complete whether each was looked up at least once
	 */
	record Resolved(Map<InetSocketAddress, Set<String>> listedAs, Set<PeerAddress> unresolvable, boolean complete) {

		Set<InetSocketAddress> addresses() {
			return this.listedAs.keySet();
		}

	}

	private static final class Entry {

		private volatile List<InetAddress> addresses = new ArrayList<>();

		private volatile boolean answered;

		private volatile boolean pending;

		private volatile long answeredAt;

	}

}
