package dev.muster.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's copy of what all members have to say, and its own part of it:
 * single-writer replicated state. Each member adds, updates and removes entries of its
 * own; each other one has them soon after, in the order in which they were made. No two
 * members can conflict, for nobody writes what another one owns.
 *
 * <p>
 * The members of the view count: when one goes, its entries are hidden at once, and
 * dropped when it said goodbye or stays away for too long. What it does while it is cut
 * off is made good when it is back, by its log or by a snapshot. What this member has
 * itself outlives a stop and start.
 *
 * <p>
 * Safe for use by many threads. Changes take effect, and the listener has heard of them,
 * before the methods return; nothing waits for the network. There is one lock: the
 * listener is called with it held, and so are the actions given to {@link #read} and
 * {@link #batch}.
 *
 * @param <E> the type of entries
 */
public final class Replica<E extends Entry> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Replica.class);

	private static final long LOG_INTERVAL = 60_000_000_000L;

	private final ReentrantLock lock = new ReentrantLock();

	private final ClusterTransport transport;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final Outboxes outboxes;

	private final ReplicaCore<E> core;

	private final Visibility visibility = new Visibility();

	private final Alarm alarm;

	private final Registration channel;

	private final Registration viewListener;

	private long lastGarbageLog = ReplicaCore.LONG_AGO;

	private boolean closed;

	/**
	 * Create a replica.
	 * @param transport the way to the other members
	 * @param channel the number of its channel there
	 * @param settings the settings
	 * @param listener makes the entries, and hears of them
	 * @param executor sends, which may block, and does what is due later: by its own time
	 * if it is a {@link java.util.concurrent.ScheduledExecutorService}
	 * @param nanoTime a clock that never goes back, as {@link System#nanoTime()}
	 * @throws IllegalStateException if the channel is taken
	 */
	public Replica(ClusterTransport transport, int channel, ReplicationSettings settings, ReplicaListener<E> listener,
			Executor executor, LongSupplier nanoTime) {
		this.transport = transport;
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.outboxes = new Outboxes(transport, channel, executor, settings.outboxBytes());
		this.core = new ReplicaCore<>(settings, listener, this.outboxes, EnumSet.allOf(Rule.class));
		this.alarm = new Alarm(executor, this::alarmed);
		this.channel = transport.openChannel(channel, this::received);
		this.viewListener = transport.addViewListener((change) -> viewChanged(change, true));
		catchUp();
	}

	/** It may run already, and tell only of later views. */
	private void catchUp() {
		if (!this.transport.isRunning()) {
			return;
		}
		try {
			ViewChange start = ViewChange.between(null, this.transport.view(), (member) -> {
				throw new IllegalStateException("Nobody departs at the start");
			}, List.of());
			viewChanged(start, false);
		}
		catch (NotRunningException ex) {
			logger.debug("Stopped while replication was set up: it begins with the next view", ex);
		}
	}

	private void viewChanged(ViewChange change, boolean told) {
		Member self = self(change);
		if (self != null) {
			act(() -> {
				if (!this.closed && (told || this.core.own().member() == null)) {
					this.outboxes.viewChanged(self, change.current(), change.previous() == null);
					this.core.viewChanged(this.nanoTime.getAsLong(), self, change);
				}
				return null;
			});
		}
	}

	/** Nobody, if the view is one of an earlier start. */
	private @Nullable Member self(ViewChange change) {
		try {
			Member self = this.transport.self();
			return change.current().contains(self.id()) ? self : null;
		}
		catch (NotRunningException ex) {
			return null;
		}
	}

	private void received(Member sender, byte[] frame) {
		act(() -> {
			if (!this.closed && this.core.own().member() != null) {
				long now = this.nanoTime.getAsLong();
				String problem = this.core.received(now, sender, frame);
				if (problem != null && now - this.lastGarbageLog >= LOG_INTERVAL) {
					this.lastGarbageLog = now;
					logger.warn("Skipped a frame of replication from {}: {}", sender, problem);
				}
			}
			return null;
		});
	}

	private void alarmed() {
		act(() -> {
			long now = this.nanoTime.getAsLong();
			this.alarm.rings(now);
			if (!this.closed) {
				this.core.tick(now);
			}
			return null;
		});
	}

	/** Do something with the core, and then what it makes necessary. */
	private <T extends @Nullable Object> T act(Supplier<T> action) {
		if (this.lock.isHeldByCurrentThread()) {
			return action.get(); // in a batch
		}
		List<CompletableFuture<@Nullable Void>> visible;
		T result;
		this.lock.lock();
		try {
			result = action.get();
		}
		finally {
			visible = this.visibility.take(this.core.confirmed());
			if (!this.closed) {
				this.alarm.set(this.nanoTime.getAsLong(), this.core.dueAt());
			}
			this.lock.unlock();
		}
		complete(visible);
		return result;
	}

	/** By another thread: what users make depend on it must not hold up the network. */
	private void complete(List<CompletableFuture<@Nullable Void>> futures) {
		if (!futures.isEmpty()) {
			try {
				this.executor.execute(() -> futures.forEach((future) -> future.complete(null)));
			}
			catch (RejectedExecutionException ex) {
				futures.forEach((future) -> future.complete(null)); // the node is being
																	// closed
			}
		}
	}

	/**
	 * Add an entry of this member.
	 * @param body what it says; must not be changed afterwards
	 * @return the entry
	 * @throws EntryLimitException if there are too many
	 * @throws IllegalArgumentException if the body is too large
	 * @throws IllegalStateException if this replica is closed
	 */
	public E add(byte[] body) {
		return act(() -> {
			requireOpen();
			return this.core.add(this.nanoTime.getAsLong(), body);
		});
	}

	/**
	 * Replace an entry of this member.
	 * @param dot the number of the entry
	 * @param change given to {@link ReplicaListener#update} here and elsewhere; must not
	 * be changed afterwards
	 * @return the entry that it became, with another dot; {@code null} if there is none
	 * with the old one
	 * @throws IllegalArgumentException if the change is too large
	 */
	public @Nullable E update(long dot, byte[] change) {
		return this
			.<@Nullable E>act(() -> this.closed ? null : this.core.update(this.nanoTime.getAsLong(), dot, change));
	}

	/**
	 * Remove an entry of this member.
	 * @param dot the number of the entry
	 * @return the entry; {@code null} if there was none
	 */
	public @Nullable E remove(long dot) {
		return this.<@Nullable E>act(() -> this.closed ? null : this.core.remove(this.nanoTime.getAsLong(), dot));
	}

	/**
	 * Do several changes as one batch: they travel together as far as they fit, and
	 * {@link ReplicaListener#batchEnded()} comes once, at the end.
	 * @param changes calls methods of this replica; must not block
	 */
	public void batch(Runnable changes) {
		act(() -> {
			this.core.beginBatch();
			try {
				changes.run();
			}
			finally {
				this.core.endBatch(this.nanoTime.getAsLong());
			}
			return null;
		});
	}

	/**
	 * Look at all origins while nothing changes.
	 * @param action is given the origins, this member's own first, which it must not keep
	 * @param <T> the type of the result
	 * @return what the action returns
	 */
	public <T> T read(Function<Collection<Origin<E>>, T> action) {
		this.lock.lock();
		try {
			List<Origin<E>> origins = new ArrayList<>(this.core.others().size() + 1);
			origins.add(this.core.own());
			origins.addAll(this.core.others());
			return action.apply(origins);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return this member's own origin.
	 * @return the origin, always the same object
	 */
	public Origin<E> self() {
		return this.core.own();
	}

	/**
	 * Return when others know this member's operations.
	 * @param version the number of the last one that matters, such as the dot of an entry
	 * @return completes when all members of the view have confirmed it, by a thread of
	 * the executor; exceptionally with a
	 * {@link java.util.concurrent.CancellationException} when this replica is closed
	 * before
	 */
	public CompletableFuture<@Nullable Void> visible(long version) {
		return act(() -> {
			CompletableFuture<@Nullable Void> future = this.visibility.await(version, this.core.confirmed());
			if (this.closed) {
				future.cancel(false);
			}
			return future;
		});
	}

	/**
	 * Return how much of what this member did all other members of the view know.
	 * @return the number of the last such operation; -1 before there is a view, and while
	 * one of them has confirmed nothing
	 */
	public long confirmed() {
		this.lock.lock();
		try {
			return this.core.confirmed();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return counters and how this replica stands to each origin.
	 * @return the statistics
	 */
	public ReplicationStatistics statistics() {
		return read((origins) -> {
			List<OriginStatus> status = origins.stream().map(this::status).toList();
			ReplicaCounters counters = this.core.counters();
			Outbox.Totals sent = this.outboxes.totals();
			return new ReplicationStatistics(this.core.own().version(), counters.applied, counters.snapshots,
					counters.pulls, sent.frames().sum(), sent.bytes().sum(), counters.received, sent.dropped().sum(),
					counters.ignored, counters.malformed, counters.diverged, counters.listenerFailures,
					this.core.hiddenEntries(), status);
		});
	}

	private OriginStatus status(Origin<E> origin) {
		Member member = origin.member();
		long confirmed = origin.isSelf() ? this.core.confirmed()
				: (member != null) ? this.core.confirmedBy(member.id()) : -1;
		return new OriginStatus(member, origin.isSelf(), origin.state(), origin.isCurrent(), origin.version(),
				origin.head(), origin.size(), confirmed);
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The replica is closed");
		}
	}

	/**
	 * Tell the others that this member has no entries any more, and hear of nothing from
	 * now on. There can be no other replica on the channel as long as the transport is
	 * not started anew.
	 */
	@Override
	public void close() {
		this.channel.close();
		this.viewListener.close();
		List<CompletableFuture<@Nullable Void>> waiting = act(() -> {
			if (!this.closed) {
				this.core.leave(this.nanoTime.getAsLong());
				this.closed = true;
			}
			return this.visibility.takeAll();
		});
		waiting.forEach((future) -> future.cancel(false));
	}

}
