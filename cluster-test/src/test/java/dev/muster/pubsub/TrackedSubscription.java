package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.MemberId;

/**
 * A subscription, and what it got. What must never be is noted, since a handler's
 * exceptions end at the bus.
 */
final class TrackedSubscription {

	private final BusJournal journal;

	private final BusNode node;

	private final String pattern;

	private final SubscriptionOptions.From from;

	private final Subscription subscription;

	private final List<Long> received = new ArrayList<>();

	private final Map<MemberId, Long> last = new HashMap<>();

	private final List<String> problems = new ArrayList<>();

	private final long opened;

	private long live = Long.MAX_VALUE;

	private boolean closed;

	TrackedSubscription(BusJournal journal, BusNode node, String pattern, SubscriptionOptions.From from) {
		this.journal = journal;
		this.node = node;
		this.pattern = pattern;
		this.from = from;
		this.subscription = node.bus()
			.subscribe(pattern, String.class, SubscriptionOptions.defaults().from(from), this::received);
		this.opened = journal.tick();
		this.subscription.live().thenRun(() -> this.live = journal.tick());
		journal.subscribed(this);
	}

	private void received(Message<String> message) {
		long number = Long.parseLong(message.payload());
		BusJournal.Published published = this.journal.message(number);
		Long before = this.last.put(published.publisher(), number);
		problemIf(this.closed, number, "after close()");
		problemIf(before != null && before >= number, number, "after " + before + " of the same publisher");
		problemIf(!message.sender().id().equals(published.publisher()), number, "with a wrong sender");
		problemIf(!message.topic().equals(published.topic()), number, "with topic " + message.topic());
		problemIf(!wants(published), number, "which it does not want");
		this.received.add(number);
	}

	private void problemIf(boolean condition, long number, String problem) {
		if (condition) {
			this.problems.add("message " + number + " came " + problem + " to " + this);
		}
	}

	/**
	 * Whether a message is for this subscription.
	 */
	boolean wants(BusJournal.Published message) {
		boolean own = this.node.wasMember(message.publisher());
		boolean source = switch (this.from) {
			case ALL -> true;
			case SELF -> own;
			case OTHERS -> !own;
		};
		MemberId only = message.only();
		boolean here = (only != null) ? this.node.wasMember(only) : !own || !message.others();
		return source && here && matches(message.topic());
	}

	boolean isForOthers() {
		return this.from != SubscriptionOptions.From.SELF;
	}

	/** Patterns are written so that this is all there is to matching. */
	boolean matches(String topic) {
		String regex = this.pattern.equals("**") ? ".*" : this.pattern.replace(".", "\\.").replace("*", "[^.]*");
		return topic.matches(regex);
	}

	/**
	 * Return when it was known to be known, or the end of time.
	 */
	long live() {
		return this.live;
	}

	void close() {
		this.subscription.close();
		this.closed = true;
	}

	boolean isOpen() {
		return !this.closed;
	}

	boolean isLive() {
		return this.live != Long.MAX_VALUE;
	}

	long opened() {
		return this.opened;
	}

	List<Long> received() {
		return this.received;
	}

	List<String> problems() {
		return this.problems;
	}

	BusNode node() {
		return this.node;
	}

	@Override
	public String toString() {
		return "subscription to " + this.pattern + " from " + this.from + " on " + this.node + ", opened at "
				+ this.opened + ", live at " + this.live;
	}

}
