package dev.muster.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.muster.pubsub.Subscription;
import dev.muster.topic.TopicPattern;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with its queue. Steps wait one by one; when there are too many, or at first
 * for the state, those of a topic become one, whose changes are found by comparing. So
 * what waits is never more than what there is.
 */
final class PresenceSubscription implements Subscription, Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Presence.class);

	/** After so many diffs other tasks of the executor get a turn. */
	private static final int MAX_RUN = 64;

	private final String pattern;

	private final @Nullable TopicPattern matcher;

	private final PresenceOptions options;

	private final PresenceListener listener;

	private final PresenceContext context;

	private final Consumer<PresenceSubscription> onClose;

	private final int capacity;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	// guarded by the lock

	private final ArrayDeque<Delta> queue = new ArrayDeque<>();

	private final Map<TopicState, Delta> merged = new LinkedHashMap<>();

	private boolean scheduled;

	private volatile boolean closed;

	PresenceSubscription(String pattern, PresenceOptions options, PresenceListener listener, PresenceContext context,
			Consumer<PresenceSubscription> onClose) {
		this.pattern = pattern;
		this.matcher = TopicSyntax.hasWildcard(pattern) ? new TopicPattern(pattern) : null;
		this.options = options;
		this.listener = listener;
		this.context = context;
		this.onClose = onClose;
		this.capacity = options.queueCapacity(context.settings());
	}

	boolean isExact() {
		return this.matcher == null;
	}

	String pattern() {
		return this.pattern;
	}

	boolean matches(String topic) {
		return (this.matcher != null) ? this.matcher.matches(topic) : this.pattern.equals(topic);
	}

	/**
	 * Take the state of a topic, which may be the first of many.
	 */
	void offerState(Delta state) {
		this.lock.lock();
		try {
			this.merged.put(state.topic(), state);
		}
		finally {
			this.lock.unlock();
		}
		schedule();
	}

	/**
	 * Take the next step of a topic. Never waits.
	 */
	void offer(Delta delta) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			if (this.merged.isEmpty() && this.queue.size() < this.capacity) {
				this.queue.add(delta);
			}
			else {
				if (!this.queue.isEmpty()) {
					this.context.counters().overflows.increment();
					this.queue.forEach(this::merge);
					this.queue.clear();
				}
				merge(delta);
			}
		}
		finally {
			this.lock.unlock();
		}
		schedule();
	}

	private void merge(Delta delta) {
		this.merged.merge(delta.topic(), delta, Delta::and);
	}

	private void schedule() {
		this.lock.lock();
		try {
			if (this.scheduled || this.closed) {
				return;
			}
			this.scheduled = true;
		}
		finally {
			this.lock.unlock();
		}
		execute();
	}

	private void execute() {
		try {
			this.context.executor().execute(this);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread for {}: the node is being closed", this, ex);
			this.ended.complete(null);
		}
	}

	@Override
	public void run() {
		for (int i = 0; i < MAX_RUN; i++) {
			Delta delta = next();
			if (delta == null) {
				return;
			}
			deliver(delta);
		}
		execute();
	}

	private @Nullable Delta next() {
		this.lock.lock();
		try {
			Delta next = null;
			if (!this.closed) {
				var first = this.merged.values().iterator();
				if (first.hasNext()) {
					next = first.next();
					first.remove();
				}
				else {
					next = this.queue.poll();
				}
			}
			if (next == null) {
				this.scheduled = false;
				if (this.closed) {
					this.ended.complete(null);
				}
			}
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void deliver(Delta delta) {
		try {
			PresenceDiff diff = delta.toDiff(this.context.codecs());
			if (diff.joins().isEmpty() && diff.updates().isEmpty() && diff.leaves().isEmpty()) {
				return;
			}
			this.listener.onDiff(enriched(diff));
			this.context.counters().diffs.increment();
		}
		catch (Throwable ex) { // also of errors the next diff knows nothing
			failed(delta, ex, "The listener of {} failed on a diff of '{}'");
		}
		finally {
			boolean unused = Thread.interrupted(); // nor of interrupts
		}
	}

	private void failed(Delta delta, Throwable ex, String text) {
		if (this.closed && ex instanceof InterruptedException) {
			return; // as it should
		}
		this.context.counters().listenerFailures.increment();
		if (this.context.mayLog()) {
			logger.error(text, this, delta.topic(), ex);
		}
	}

	private PresenceDiff enriched(PresenceDiff diff) {
		PresenceFetch fetch = this.options.fetch();
		if (fetch == null) {
			return diff;
		}
		Set<String> keys = new LinkedHashSet<>();
		diff.joins().forEach((entry) -> keys.add(entry.key()));
		diff.updates().forEach((update) -> keys.add(update.after().key()));
		diff.leaves().forEach((entry) -> keys.add(entry.key()));
		Map<String, ?> found;
		try {
			found = fetch.fetch(diff.topic(), keys);
		}
		catch (Exception ex) {
			this.context.counters().listenerFailures.increment();
			if (this.context.mayLog()) {
				logger.error("The fetch of {} failed on a diff of '{}'", this, diff.topic(), ex);
			}
			return diff;
		}
		List<PresenceUpdate> updates = new ArrayList<>();
		diff.updates()
			.forEach((update) -> updates
				.add(new PresenceUpdate(enriched(update.before(), found), enriched(update.after(), found))));
		return new PresenceDiff(diff.topic(), enriched(diff.joins(), found), updates, enriched(diff.leaves(), found),
				diff.cause());
	}

	private static List<PresenceEntry> enriched(List<PresenceEntry> entries, Map<String, ?> found) {
		return entries.stream().map((entry) -> enriched(entry, found)).toList();
	}

	private static PresenceEntry enriched(PresenceEntry entry, Map<String, ?> found) {
		Object meta = found.get(entry.key());
		return (meta != null) ? entry.withMeta(meta) : entry;
	}

	@Override
	public CompletableFuture<Void> live() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.queue.clear();
			this.merged.clear();
			if (!this.scheduled) {
				this.ended.complete(null);
			}
		}
		finally {
			this.lock.unlock();
		}
		this.onClose.accept(this);
	}

	@Override
	public CompletableFuture<Void> ended() {
		return this.ended;
	}

	@Override
	public String toString() {
		String id = this.options.id();
		return "presence listener " + ((id != null) ? "'" + id + "' " : "") + "(" + this.pattern + ")";
	}

}
