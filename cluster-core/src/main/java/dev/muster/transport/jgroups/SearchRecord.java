package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

import dev.muster.transport.SearchOptions;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of asking at each address, and who is to be asked less often: strangers,
 * and other addresses of this node. The time comes in, in nanoseconds. Bounded: the
 * address that was longest neither listed nor asked is forgotten, and counted. Safe for
 * use by many threads.
 */
final class SearchRecord {

	private final int capacity;

	private final SearchPauses pauses;

	private final Map<String, SearchEntry> entries = new LinkedHashMap<>(16, 0.75F, true);

	private AddressResolver.@Nullable Resolved listed;

	private long forgotten;

	/**
	 * Create a record.
	 * @param options its bounds
	 * @param random at least 0, less than 1
	 */
	SearchRecord(SearchOptions options, DoubleSupplier random) {
		this.capacity = options.maxAddresses();
		this.pauses = new SearchPauses(options.strangerRetryInterval(), random);
	}

	/**
	 * The node starts: what was before does not count.
	 * @param self where it listens
	 * @param now the time
	 */
	synchronized void begin(InetSocketAddress self, long now) {
		this.entries.clear();
		this.listed = null;
		entry(text(self)).became(Outcome.SELF, "", now);
	}

	/** The node looks for a cluster anew: everybody may be asked at once. */
	synchronized void askAnew() {
		this.entries.values().forEach((entry) -> entry.pause(null));
	}

	/**
	 * Discovery lists addresses.
	 * @param resolved the addresses
	 * @param now the time
	 */
	synchronized void listed(AddressResolver.Resolved resolved, long now) {
		if (resolved.equals(this.listed)) {
			return; // this is called often
		}
		this.listed = resolved;
		this.entries.values().forEach((entry) -> entry.names(List.of()));
		resolved.listedAs().forEach((address, names) -> entry(text(address)).names(names));
		Set<String> nobody = new LinkedHashSet<>();
		resolved.unresolvable().forEach((name) -> nobody.add(name.toString()));
		this.entries.entrySet()
			.removeIf((entry) -> entry.getValue().is(Outcome.UNRESOLVABLE) && !nobody.contains(entry.getKey()));
		nobody.forEach((name) -> entry(name).became(Outcome.UNRESOLVABLE, "no address of that name is known", now));
	}

	/**
	 * Return whether an address may be asked now, or is to be spared.
	 * @param address the address
	 * @param now the time
	 * @return whether it may
	 */
	synchronized boolean mayAsk(InetSocketAddress address, long now) {
		SearchEntry entry = this.entries.get(text(address));
		return entry == null || entry.mayAsk(now);
	}

	synchronized void asked(InetSocketAddress address, long now) {
		entry(text(address)).asked(now);
	}

	/**
	 * A node of this cluster, or this node itself, answered.
	 * @param asked the address that was asked
	 * @param state what it says of itself
	 * @param self whether it is this node
	 * @param now the time
	 */
	synchronized void answered(InetSocketAddress asked, PeerState state, boolean self, long now) {
		SearchEntry entry = entry(text(asked));
		entry.answered(self ? Outcome.SELF : Outcome.ANSWERED, state, now);
		entry.pause(self ? this.pauses.next(entry.pauses(), now) : null);
	}

	/**
	 * Asking was in vain.
	 * @param address the address
	 * @param outcome what became of it
	 * @param detail the same for people
	 * @param now the time
	 */
	synchronized void failed(InetSocketAddress address, Outcome outcome, String detail, long now) {
		SearchEntry entry = this.entries.get(text(address));
		// One connection of several may end though another one brought the answer
		if (entry != null && (entry.isAsked() || !entry.is(Outcome.ANSWERED))) {
			entry.became(outcome, detail, now);
			entry.pause(outcome.isStranger() ? this.pauses.next(entry.pauses(), now) : null);
		}
	}

	/**
	 * Return all that is remembered.
	 * @param view whose addresses are known to be those of members
	 * @param now the time
	 * @param wallClock the same time, for people
	 * @return the addresses, in the order of their names
	 */
	synchronized List<SearchedAddress> addresses(SearchView view, long now, Instant wallClock) {
		List<SearchedAddress> result = new ArrayList<>();
		this.entries.forEach((address, entry) -> result.add(entry.describe(address, view, now, wallClock)));
		result.sort(Comparator.comparing(SearchedAddress::address));
		return result;
	}

	/** Return how many addresses were forgotten to make room for others. */
	synchronized long forgotten() {
		return this.forgotten;
	}

	private SearchEntry entry(String address) {
		SearchEntry entry = this.entries.computeIfAbsent(address, (key) -> new SearchEntry());
		if (this.entries.size() > this.capacity) {
			this.entries.remove(this.entries.keySet().iterator().next());
			this.forgotten++;
		}
		return entry;
	}

	private static String text(InetSocketAddress address) {
		return Introducer.text(address);
	}

}
