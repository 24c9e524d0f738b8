package dev.muster.autoconfigure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MembershipListener;
import dev.muster.NotRunningException;
import dev.muster.autoconfigure.event.ClusterEvent;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.event.MessagesLostEvent;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import dev.muster.pubsub.MessagesLost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Turns changes of the membership into events of the application context. While the node
 * starts they are held back, so that {@link ClusterReadyEvent} comes first; when it does
 * not run they are dropped. They are published by one thread at a time that nobody else
 * waits for, since a listener may block, such as for the next view; there is none while
 * there is nothing to publish. No listener is called with the lock held.
 */
final class MembershipEvents implements MembershipListener {

	/** How many events may wait for listeners; far more than a start has. */
	static final int MAX_WAITING = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(MembershipEvents.class);

	private final Cluster cluster;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition idle = this.lock.newCondition();

	private final Queue<ClusterEvent> waiting = new ArrayDeque<>();

	private State state = State.DROP;

	private boolean dispatching;

	private @Nullable Thread dispatcher;

	private long dropped;

	private boolean dropLogged;

	MembershipEvents(Cluster cluster, ApplicationEventPublisher publisher) {
		this(cluster, publisher, MembershipEvents::dispatch);
	}

	MembershipEvents(Cluster cluster, ApplicationEventPublisher publisher, Executor executor) {
		this.cluster = cluster;
		this.publisher = publisher;
		this.executor = executor;
	}

	private static void dispatch(Runnable task) {
		Thread thread = new Thread(task, "muster-events");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Hold back what happens from now on.
	 */
	void hold() {
		become(State.HOLD);
	}

	/**
	 * Publish that the cluster is ready, then have published what was held back, and from
	 * now on what happens.
	 */
	void release() {
		this.publisher.publishEvent(new ClusterReadyEvent(this.cluster, this.cluster.view()));
		boolean due;
		this.lock.lock();
		try {
			if (this.state == State.HOLD) {
				this.state = State.PUBLISH;
			}
			due = isDispatchDue();
		}
		finally {
			this.lock.unlock();
		}
		dispatchIf(due);
	}

	/**
	 * Publish nothing any more.
	 */
	void drop() {
		become(State.DROP);
	}

	private void become(State state) {
		this.lock.lock();
		try {
			this.waiting.clear();
			this.state = state;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until no listener runs but one that calls this.
	 * @param timeout how long
	 */
	void awaitIdle(Duration timeout) {
		long nanos = timeout.toNanos();
		this.lock.lock();
		try {
			while (this.dispatching && this.dispatcher != Thread.currentThread() && nanos > 0) {
				nanos = this.idle.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Publish nothing any more, and interrupt the listener that still runs.
	 */
	void end() {
		drop();
		this.lock.lock();
		try {
			if (this.dispatcher != null && this.dispatcher != Thread.currentThread()) {
				this.dispatcher.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many events were not published because too many were waiting.
	 */
	long dropped() {
		this.lock.lock();
		try {
			return this.dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void memberJoined(Member member, ClusterView view) {
		accept(new MemberJoinedEvent(this.cluster, member, view));
	}

	@Override
	public void memberLeft(Member member, Departure reason, ClusterView view) {
		accept(new MemberLeftEvent(this.cluster, member, reason, view));
	}

	@Override
	public void viewsMerged(List<ClusterView> parts, ClusterView merged) {
		accept(new ViewsMergedEvent(this.cluster, parts, merged));
	}

	/**
	 * Messages of a member are lost.
	 */
	void messagesLost(MessagesLost lost) {
		try {
			accept(new MessagesLostEvent(this.cluster, lost, this.cluster.view()));
		}
		catch (NotRunningException ex) {
			logger.debug("Not published, as the node does not run: {}", lost, ex);
		}
	}

	private void accept(ClusterEvent event) {
		boolean due;
		this.lock.lock();
		try {
			if (this.state == State.DROP) {
				return;
			}
			add(event);
			due = isDispatchDue();
		}
		finally {
			this.lock.unlock();
		}
		dispatchIf(due);
	}

	private void add(ClusterEvent event) {
		if (this.waiting.size() < MAX_WAITING) {
			this.waiting.add(event);
			return;
		}
		this.dropped++;
		if (!this.dropLogged) {
			this.dropLogged = true;
			logger.warn("{} membership events wait for a listener that does not return: {} and what follows is not"
					+ " published until there is room", MAX_WAITING, event);
		}
	}

	// Called with the lock held; who gets true is to dispatch
	private boolean isDispatchDue() {
		if (this.dispatching || this.state != State.PUBLISH || this.waiting.isEmpty()) {
			return false;
		}
		this.dispatching = true;
		return true;
	}

	private void dispatchIf(boolean due) {
		if (!due) {
			return;
		}
		try {
			this.executor.execute(this::publishAll);
		}
		catch (RuntimeException | Error ex) { // no thread: the next event tries again
			ended();
			throw ex;
		}
	}

	private void publishAll() {
		for (ClusterEvent event = next(); event != null; event = next()) {
			try {
				this.publisher.publishEvent(event);
			}
			catch (RuntimeException | Error ex) {
				logger.error("A listener of {} failed", event, ex);
			}
		}
	}

	private @Nullable ClusterEvent next() {
		this.lock.lock();
		try {
			this.dispatcher = Thread.currentThread();
			ClusterEvent event = (this.state == State.PUBLISH) ? this.waiting.poll() : null;
			if (event == null) {
				ended();
			}
			else if (this.dropLogged && this.waiting.size() < MAX_WAITING / 2) {
				this.dropLogged = false;
				logger.warn("{} membership events were not published so far, as too many were waiting", this.dropped);
			}
			return event;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended() {
		this.lock.lock();
		try {
			this.dispatching = false;
			this.dispatcher = null;
			this.idle.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private enum State {

		DROP, HOLD, PUBLISH

	}

}
