package dev.muster.pubsub;

import java.util.ArrayList;
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

	private final OwnInterest interest = new OwnInterest();

	private final PatternMap<List<LocalSubscription>> byPattern = new PatternMap<>();

	private final Set<LocalSubscription> all = new LinkedHashSet<>();

	/** Those that are not known everywhere yet, by the version that has them. */
	private final NavigableMap<Long, Set<LocalSubscription>> pending = new TreeMap<>();

	/**
	 * Return what the others have to know.
	 */
	OwnInterest interest() {
		return this.interest;
	}

	List<LocalSubscription> all() {
		return new ArrayList<>(this.all);
	}

	void add(LocalSubscription subscription) {
		String pattern = subscription.pattern();
		List<LocalSubscription> list = this.byPattern.get(pattern);
		if (list == null) {
			list = new ArrayList<>(1);
			this.byPattern.put(pattern, list);
		}
		list.add(subscription);
		this.all.add(subscription);
		long version = isForOthers(subscription) ? this.interest.add(pattern) : -1;
		subscription.setVersion(version);
		this.pending.computeIfAbsent(version, (key) -> new LinkedHashSet<>(2)).add(subscription);
	}

	/**
	 * Remove a subscription.
	 * @return whether it was there
	 */
	boolean remove(LocalSubscription subscription) {
		if (!this.all.remove(subscription)) {
			return false;
		}
		String pattern = subscription.pattern();
		List<LocalSubscription> list = this.byPattern.get(pattern);
		if (list != null && list.remove(subscription) && list.isEmpty()) {
			this.byPattern.remove(pattern);
		}
		Set<LocalSubscription> waiting = this.pending.get(subscription.version());
		if (waiting != null && waiting.remove(subscription) && waiting.isEmpty()) {
			this.pending.remove(subscription.version());
		}
		if (isForOthers(subscription)) {
			this.interest.remove(pattern);
		}
		return true;
	}

	/** What only this member publishes is nothing to tell the others. */
	private static boolean isForOthers(LocalSubscription subscription) {
		return subscription.from() != SubscriptionOptions.From.SELF;
	}

	boolean matches(String topic) {
		return this.byPattern.matches(topic);
	}

	/**
	 * Return the subscriptions for messages of others, or of this member.
	 * @param topic the topic
	 * @param unwanted what these must not be limited to
	 */
	LocalSubscription[] matching(String topic, SubscriptionOptions.From unwanted) {
		List<LocalSubscription> result = new ArrayList<>();
		this.byPattern.forEachMatch(topic, (matches) -> {
			for (LocalSubscription subscription : matches) {
				if (subscription.from() != unwanted) {
					result.add(subscription);
				}
			}
		});
		return result.toArray(new LocalSubscription[0]);
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
