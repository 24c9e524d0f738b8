package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The subscriptions of this member, what they make it want, and which of them are not
 * known everywhere yet. Not safe for use by many threads.
 */
final class LocalSubscriptions {

	/** The version of a subscription that is nothing to tell the others. */
	static final long NONE = -1;

	private final PatternMap<List<LocalSubscription>> byPattern = new PatternMap<>();

	/** Those that are not known everywhere yet, by the version that has them. */
	private final NavigableMap<Long, Set<LocalSubscription>> pending = new TreeMap<>();

	/**
	 * Return all, in the order in which they were made.
	 */
	List<LocalSubscription> all() {
		List<LocalSubscription> all = new ArrayList<>();
		this.byPattern.forEach(all::addAll);
		all.sort(Comparator.comparingLong(LocalSubscription::number));
		return all;
	}

	/**
	 * Return the version of this member's interest that has what a subscription wants,
	 * because another one wants the same.
	 * @return the version, or {@link #NONE} if there is no other one
	 */
	long versionOf(LocalSubscription subscription) {
		List<LocalSubscription> list = this.byPattern.get(subscription.pattern());
		if (list != null) {
			Interest interest = subscription.interest();
			for (LocalSubscription each : list) {
				if (each != subscription && isForOthers(each) && each.interest().equals(interest)) {
					return each.version();
				}
			}
		}
		return NONE;
	}

	/**
	 * Add a subscription.
	 * @param version the version of this member's interest that has it, or {@link #NONE}
	 */
	void add(LocalSubscription subscription, long version) {
		String pattern = subscription.pattern();
		List<LocalSubscription> list = this.byPattern.get(pattern);
		if (list == null) {
			this.byPattern.put(pattern, List.of(subscription)); // the most frequent, and
																// small
		}
		else {
			List<LocalSubscription> more = (list.size() > 1) ? list : new ArrayList<>(list);
			more.add(subscription);
			this.byPattern.put(pattern, more);
		}
		subscription.setVersion(version);
	}

	/**
	 * Let {@link #takeLive} find a subscription, once.
	 */
	void awaitLive(LocalSubscription subscription) {
		this.pending.computeIfAbsent(subscription.version(), (key) -> new LinkedHashSet<>(2)).add(subscription);
	}

	/**
	 * Remove a subscription.
	 * @return whether it was there
	 */
	boolean remove(LocalSubscription subscription) {
		String pattern = subscription.pattern();
		List<LocalSubscription> list = this.byPattern.get(pattern);
		if (list == null || !list.contains(subscription)) {
			return false;
		}
		if (list.size() == 1) {
			this.byPattern.remove(pattern);
		}
		else if (list.size() == 2) {
			this.byPattern.put(pattern, List.of(list.get((list.get(0) == subscription) ? 1 : 0)));
		}
		else {
			list.remove(subscription);
		}
		Set<LocalSubscription> waiting = this.pending.get(subscription.version());
		if (waiting != null && waiting.remove(subscription) && waiting.isEmpty()) {
			this.pending.remove(subscription.version());
		}
		return true;
	}

	/** What only this member publishes is nothing to tell the others. */
	static boolean isForOthers(LocalSubscription subscription) {
		return subscription.from() != SubscriptionOptions.From.SELF;
	}

	/**
	 * Return all subscriptions and responders for a topic.
	 */
	List<LocalSubscription> matching(String topic) {
		List<LocalSubscription> result = new ArrayList<>();
		this.byPattern.forEachMatch(topic, result::addAll);
		return result;
	}

	/**
	 * Take out those that have become known everywhere.
	 * @param version the version that everybody knows
	 */
	List<LocalSubscription> takeLive(long version) {
		NavigableMap<Long, Set<LocalSubscription>> known = this.pending.headMap(version, true);
		if (known.isEmpty()) {
			return List.of();
		}
		List<LocalSubscription> live = new ArrayList<>();
		known.values().forEach(live::addAll);
		known.clear();
		return live;
	}

}
