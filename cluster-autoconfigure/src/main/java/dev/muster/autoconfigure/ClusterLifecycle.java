package dev.muster.autoconfigure;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the node with the application context, and again whenever the context
 * pauses. The node has joined before the web server listens, and leaves after it has
 * stopped.
 */
public final class ClusterLifecycle implements SmartLifecycle, DisposableBean {

	/**
	 * The phase in which the node starts: 1024 before that of web servers
	 * ({@code WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE}, a class that need
	 * not be there).
	 */
	public static final int PHASE = DEFAULT_PHASE - 2048 - 1024;

	/** How long a listener of events may still use the node when it is to stop. */
	private static final Duration LISTENER_END = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(ClusterLifecycle.class);

	private final ClusterNode node;

	private final MembershipEvents events;

	private final Registration registration;

	private final Registration losses;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile State state = State.NEW;

	/**
	 * Create a lifecycle.
	 * @param node the node
	 * @param cluster its cluster
	 * @param publisher is given the events of the cluster while the node runs
	 */
	public ClusterLifecycle(ClusterNode node, Cluster cluster, ApplicationEventPublisher publisher) {
		this.node = node;
		this.events = new MembershipEvents(cluster, publisher);
		this.registration = cluster.addListener(this.events);
		this.losses = node.pubSub().addLossListener(this.events::messagesLost);
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.state == State.RUNNING) {
				return;
			}
			this.events.hold();
			startNode();
			this.state = State.RUNNING;
		}
		finally {
			if (this.state != State.RUNNING) {
				this.events.drop();
			}
			this.lock.unlock();
		}
		this.events.release(); // not locked: its listeners may do as they like
	}

	// A join may take long, and who ends the JVM meanwhile (SIGTERM) would wait for it:
	// the
	// context's own hook waits until the context has started
	private void startNode() {
		Thread hook = new Thread(this.node::stop, "muster-cancel-start");
		try {
			Runtime.getRuntime().addShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("The cluster node does not start, for the JVM is shutting down", ex);
		}
		try {
			this.node.start();
		}
		finally {
			removeShutdownHook(hook);
		}
	}

	private static void removeShutdownHook(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("The JVM is shutting down: the start is cancelled, or the node stopped again");
		}
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			if (this.state == State.RUNNING) {
				this.events.drop();
				this.events.awaitIdle(LISTENER_END);
				try {
					this.node.stop();
				}
				finally {
					this.state = State.STOPPED;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop(Runnable callback) {
		Thread thread = new Thread(() -> {
			try {
				stop();
			}
			catch (RuntimeException ex) {
				logger.error("The cluster node cannot stop in order", ex);
			}
			finally {
				callback.run();
			}
		}, "muster-stop");
		thread.start();
	}

	@Override
	public boolean isRunning() {
		return this.state == State.RUNNING;
	}

	/**
	 * Return what became of the node.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Return how many events of the cluster were not published because too many were
	 * waiting for a listener.
	 * @return the number, 0 in a healthy application
	 */
	public long droppedEvents() {
		return this.events.dropped();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void destroy() {
		this.events.end();
		this.losses.close();
		this.registration.close();
	}

	/**
	 * What became of the node.
	 */
	public enum State {

		/** It has never been started. */
		NEW,

		/** It has been started. */
		RUNNING,

		/** It has been stopped. */
		STOPPED

	}

}
