package dev.muster.presence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.muster.codec.PayloadCodecs;
import org.jspecify.annotations.Nullable;

/**
 * All topics with their entries. One writer at a time, who holds the replica's lock,
 * changes them in batches; {@link #commit} publishes a batch and then tells the
 * listeners. Reads take no lock.
 *
 * <p>
 * That an owner is hidden is known to readers at once. Listeners are told of it topic by
 * topic, by a {@link Sweep} or when the topic changes: until then
 * {@link TopicState#reported} is behind.
 */
final class PresenceTable {

	private static final int OPTIMISTIC_READS = 16;

	private final PayloadCodecs codecs;

	private final Map<String, TopicState> topics = new ConcurrentHashMap<>();

	/** What the current batch changes. */
	private final Map<TopicState, PendingTopic> pending = new LinkedHashMap<>();

	private final List<PresenceSubscription> subscriptions = new ArrayList<>();

	private final List<PresenceSubscription> patterns = new ArrayList<>();

	private final Map<String, List<PresenceSubscription>> exact = new LinkedHashMap<>();

	/** Readers load it before the members of a topic: what is gone comes back to none. */
	private volatile Hidden hidden = Hidden.NONE;

	/** Odd while a batch is being published. */
	private volatile long sequence;

	private volatile long entries;

	private @Nullable PendingTopic recent;

	PresenceTable(PayloadCodecs codecs) {
		this.codecs = codecs;
	}

	// reads, by any thread

	Shown shown(String topic) {
		Hidden now = this.hidden;
		TopicState state = this.topics.get(topic);
		return (state != null) ? new Shown(state.members(), now) : Shown.NOTHING;
	}

	/**
	 * Read topics between two batches, or give up if there are too many of these.
	 */
	@Nullable PresenceSnapshot snapshot(Collection<String> names) {
		for (int i = 0; i < OPTIMISTIC_READS; i++) {
			long before = this.sequence;
			if ((before & 1) == 0) {
				PresenceSnapshot snapshot = takeSnapshot(names);
				if (this.sequence == before) {
					return snapshot;
				}
			}
			Thread.onSpinWait();
		}
		return null;
	}

	PresenceSnapshot takeSnapshot(Collection<String> names) {
		Hidden now = this.hidden;
		Map<String, Members> members = new LinkedHashMap<>();
		for (String name : names) {
			TopicState state = this.topics.get(name);
			members.put(name, (state != null) ? state.members() : Members.EMPTY);
		}
		return new PresenceSnapshot(members, now, this.codecs);
	}

	Hidden hidden() {
		return this.hidden;
	}

	Collection<TopicState> topics() {
		return this.topics.values();
	}

	long entries() {
		return this.entries;
	}

	// writes, by one thread at a time

	TopicState define(String name) {
		TopicState state = this.topics.get(name);
		if (state == null) {
			state = new TopicState(name);
			state.setReported(this.hidden);
			state.setListeners(listeners(name));
			this.topics.put(name, state);
		}
		state.define(1);
		return state;
	}

	void undefine(TopicState topic) {
		topic.define(-1);
		forgetUnused(topic);
	}

	private void forgetUnused(TopicState topic) {
		if (topic.isUnused() && !this.pending.containsKey(topic)) {
			this.topics.remove(topic.name(), topic);
		}
	}

	private PendingTopic pending(TopicState topic) {
		PendingTopic found = this.recent;
		if (found == null || found.topic() != topic) {
			found = this.pending.computeIfAbsent(topic, PendingTopic::new);
			this.recent = found;
		}
		return found;
	}

	/**
	 * Return a topic's entries with what the current batch did to them.
	 */
	Members current(TopicState topic) {
		PendingTopic found = this.pending.get(topic);
		return (found != null) ? found.after() : topic.members();
	}

	void add(Tracked entry) {
		pending(entry.topic()).add(entry, !this.hidden.has(entry));
	}

	void remove(Tracked entry) {
		pending(entry.topic()).remove(entry, !this.hidden.has(entry));
	}

	void update(Tracked before, Tracked after) {
		pending(before.topic()).update(before, after, !this.hidden.has(after));
	}

	void hide(Owner owner, Cause cause) {
		commit(cause);
		this.hidden = this.hidden.with(owner.number());
	}

	void show(Owner owner, Cause cause) {
		commit(cause);
		this.hidden = this.hidden.without(owner.number());
	}

	/**
	 * Publish the current batch, then tell.
	 */
	@SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer at a time
	void commit(Cause cause) {
		if (this.pending.isEmpty()) {
			return;
		}
		this.recent = null;
		List<PendingTopic> batch = List.copyOf(this.pending.values());
		long change = 0;
		this.sequence++;
		for (PendingTopic topic : batch) {
			change += topic.after().size() - topic.before().size();
			topic.topic().publish(topic.after());
		}
		this.sequence++;
		this.entries += change;
		this.pending.clear();
		for (PendingTopic topic : batch) {
			tell(topic, cause);
			forgetUnused(topic.topic());
		}
	}

	private void tell(PendingTopic pendingTopic, Cause cause) {
		Map<Change.Key, Change> changes = pendingTopic.changes();
		if (changes == null) {
			return;
		}
		TopicState topic = pendingTopic.topic();
		reportHidden(topic, pendingTopic.before());
		if (!changes.isEmpty()) {
			offer(topic, new Delta(topic, new Shown(pendingTopic.before(), this.hidden),
					new Shown(pendingTopic.after(), this.hidden), changes.values(), cause));
		}
	}

	/**
	 * Tell the listeners of a topic which owners are hidden, if they do not know.
	 */
	void reportHidden(TopicState topic) {
		if (topic.reported() != this.hidden) {
			reportHidden(topic, topic.members());
		}
	}

	private void reportHidden(TopicState topic, Members members) {
		Hidden before = topic.reported();
		topic.setReported(this.hidden);
		if (topic.hasListeners() && before != this.hidden && members.differs(before, this.hidden)) {
			Cause cause = (this.hidden.size() < before.size()) ? Cause.NODE_UP : Cause.NODE_DOWN;
			offer(topic, new Delta(topic, new Shown(members, before), new Shown(members, this.hidden), null, cause));
		}
	}

	private static void offer(TopicState topic, Delta delta) {
		for (PresenceSubscription listener : topic.listeners()) {
			listener.offer(delta);
		}
	}

	// listeners, by one thread at a time, between batches

	void subscribe(PresenceSubscription subscription) {
		this.subscriptions.add(subscription);
		if (subscription.isExact()) {
			this.exact.computeIfAbsent(subscription.pattern(), (pattern) -> new ArrayList<>()).add(subscription);
		}
		else {
			this.patterns.add(subscription);
		}
		forEachTopic(subscription, (topic) -> {
			reportHidden(topic);
			Shown shown = new Shown(topic.members(), this.hidden);
			if (topic.members().count(this.hidden) > 0) {
				subscription.offerState(new Delta(topic, Shown.NOTHING, shown, null, Cause.STATE));
			}
			PresenceSubscription[] more = Arrays.copyOf(topic.listeners(), topic.listeners().length + 1);
			more[more.length - 1] = subscription;
			topic.setListeners(more);
		});
	}

	void unsubscribe(PresenceSubscription subscription) {
		if (!this.subscriptions.remove(subscription)) {
			return;
		}
		this.patterns.remove(subscription);
		this.exact.computeIfPresent(subscription.pattern(), (pattern, all) -> {
			all.remove(subscription);
			return all.isEmpty() ? null : all;
		});
		forEachTopic(subscription,
				(topic) -> topic.setListeners(Arrays.stream(topic.listeners())
					.filter((listener) -> listener != subscription)
					.toArray(PresenceSubscription[]::new)));
	}

	List<PresenceSubscription> subscriptions() {
		return List.copyOf(this.subscriptions);
	}

	private void forEachTopic(PresenceSubscription subscription, Consumer<TopicState> action) {
		if (subscription.isExact()) {
			TopicState topic = this.topics.get(subscription.pattern());
			if (topic != null) {
				action.accept(topic);
			}
			return;
		}
		for (TopicState topic : this.topics.values()) {
			if (subscription.matches(topic.name())) {
				action.accept(topic);
			}
		}
	}

	private PresenceSubscription[] listeners(String topic) {
		List<PresenceSubscription> found = new ArrayList<>(this.exact.getOrDefault(topic, List.of()));
		for (PresenceSubscription subscription : this.patterns) {
			if (subscription.matches(topic)) {
				found.add(subscription);
			}
		}
		return found.toArray(PresenceSubscription[]::new);
	}

}
