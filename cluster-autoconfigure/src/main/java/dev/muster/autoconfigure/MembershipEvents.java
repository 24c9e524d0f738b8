package dev.muster.autoconfigure;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MembershipListener;
import dev.muster.autoconfigure.event.ClusterEvent;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Turns changes of the membership into events of the application context. While the node
 * starts they are held back, so that {@link ClusterReadyEvent} comes first; when it does
 * not run they are dropped. No listener is called with the lock held: one may wait for
 * the next view.
 */
final class MembershipEvents implements MembershipListener {

	private static final Logger logger = LoggerFactory.getLogger(MembershipEvents.class);

	// What can be held is bounded by the views of one start; this is far more
	private static final int MAX_HELD = 10_000;

	private final Cluster cluster;

	private final ApplicationEventPublisher publisher;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<ClusterEvent> held = new ArrayDeque<>();

	private State state = State.DROP;

	MembershipEvents(Cluster cluster, ApplicationEventPublisher publisher) {
		this.cluster = cluster;
		this.publisher = publisher;
	}

	/**
	 * Hold back what happens from now on.
	 */
	void hold() {
		become(State.HOLD);
	}

	/**
	 * Publish that the cluster is ready, then what was held back, and from now on what
	 * happens.
	 */
	void release() {
		this.publisher.publishEvent(new ClusterReadyEvent(this.cluster, this.cluster.view()));
		for (ClusterEvent event = next(); event != null; event = next()) {
			publish(event);
		}
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
			this.held.clear();
			this.state = state;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable ClusterEvent next() {
		this.lock.lock();
		try {
			ClusterEvent event = this.held.poll();
			if (event == null && this.state == State.HOLD) {
				this.state = State.PUBLISH;
			}
			return event;
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

	private void accept(ClusterEvent event) {
		this.lock.lock();
		try {
			if (this.state != State.PUBLISH) {
				if (this.state == State.HOLD) {
					keep(event);
				}
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		publish(event);
	}

	private void keep(ClusterEvent event) {
		if (this.held.size() < MAX_HELD) {
			this.held.add(event);
		}
		else {
			logger.warn("More than {} membership events while the node starts: {} is not published", MAX_HELD, event);
		}
	}

	private void publish(ClusterEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of {} failed", event, ex);
		}
	}

	private enum State {

		DROP, HOLD, PUBLISH

	}

}
