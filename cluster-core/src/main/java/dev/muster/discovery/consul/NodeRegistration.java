package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

import dev.muster.discovery.DiscoveryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node registered from {@link #register} to {@link #deregister}: a thread
 * gives signs of life, and registers it again when the agent has forgotten it. A failure
 * is tried again soon, and said aloud when it begins and when it ends.
 */
final class NodeRegistration {

	/** After a failure, so that an agent that was restarted knows its nodes soon. */
	static final Duration RETRY = Duration.ofSeconds(1);

	/** Between two signs of life, also if answers without this node keep coming. */
	static final Duration MIN_GAP = Duration.ofMillis(250);

	private static final Logger logger = LoggerFactory.getLogger(ConsulDiscoveryStrategy.class);

	private final ConsulGateway gateway;

	private final ConsulCounters counters;

	private final Duration interval;

	private final Duration patience;

	private final DoubleSupplier random;

	private final Runnable troubled;

	/** Held while the agent is called, so that no call overtakes another. */
	private final ReentrantLock calling = new ReentrantLock();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition wakeUp = this.lock.newCondition();

	private @Nullable ServiceRegistration wanted;

	private @Nullable Thread thread;

	private long due;

	private long lastTurn = System.nanoTime() - MIN_GAP.toNanos();

	private boolean asked;

	private boolean closed;

	// Used while calling

	private boolean failing;

	private volatile long registeredAt;

	private volatile boolean confirmed;

	/**
	 * Prepare.
	 * @param gateway the agent
	 * @param counters counts
	 * @param ttl for how long a sign of life is good
	 * @param patience how long a deregistration waits for a call that runs
	 * @param random at least 0, less than 1
	 * @param troubled is run when the agent did not answer as it should; must not block
	 */
	NodeRegistration(ConsulGateway gateway, ConsulCounters counters, Duration ttl, Duration patience,
			DoubleSupplier random, Runnable troubled) {
		this.gateway = gateway;
		this.counters = counters;
		this.interval = ttl.dividedBy(3);
		this.patience = patience;
		this.random = random;
		this.troubled = troubled;
	}

	/**
	 * Register.
	 * @param registration this node
	 * @throws DiscoveryException if that failed
	 */
	void register(ServiceRegistration registration) {
		this.calling.lock();
		try {
			this.gateway.register(registration);
			registered();
		}
		finally {
			this.calling.unlock();
		}
		this.lock.lock();
		try {
			this.wanted = registration;
			this.due = System.nanoTime() + pause(this.interval);
			if (this.thread == null && !this.closed) {
				Thread started = new Thread(this::run, "muster-consul-heartbeat-" + registration.name());
				started.setDaemon(true);
				this.thread = started;
				started.start();
			}
			this.wakeUp.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Look at once whether the agent still knows this node: it seems not to.
	 */
	void verify() {
		this.lock.lock();
		try {
			this.confirmed = false;
			this.asked = true;
			this.wakeUp.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tell how long ago this node was registered.
	 * @return the time, or {@code null} if the agent may have forgotten it
	 */
	@Nullable Duration registeredFor() {
		long since = this.registeredAt;
		return this.confirmed ? Duration.ofNanos(System.nanoTime() - since) : null;
	}

	/**
	 * Deregister, and register no more. Waits for a call that runs, but not for long.
	 * @throws DiscoveryException if that failed
	 */
	void deregister() {
		ServiceRegistration registration;
		this.lock.lock();
		try {
			registration = this.wanted;
			this.wanted = null;
			this.confirmed = false;
		}
		finally {
			this.lock.unlock();
		}
		if (registration == null) {
			return;
		}
		try {
			if (!this.calling.tryLock(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new DiscoveryException("The Consul agent does not answer");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DiscoveryException("Interrupted before the node was deregistered", ex);
		}
		try {
			this.gateway.deregister(registration.id());
		}
		finally {
			this.calling.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.wanted = null;
			this.wakeUp.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		try {
			while (awaitTurn()) {
				long pause = pause(beat() ? this.interval : min(this.interval, RETRY));
				this.lock.lock();
				try {
					this.due = System.nanoTime() + pause;
				}
				finally {
					this.lock.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			logger.debug("{} ends", Thread.currentThread().getName(), ex); // nobody of
																			// ours does
																			// that
		}
	}

	/** Wait until a sign of life is due. */
	private boolean awaitTurn() throws InterruptedException {
		this.lock.lock();
		try {
			while (!this.closed) {
				long now = System.nanoTime();
				long nanos = this.due - now;
				if (this.asked) {
					nanos = Math.min(nanos, this.lastTurn + MIN_GAP.toNanos() - now);
				}
				if (this.wanted == null) {
					this.wakeUp.await();
				}
				else if (nanos <= 0) {
					this.asked = false;
					this.lastTurn = now;
					return true;
				}
				else {
					this.wakeUp.awaitNanos(nanos);
				}
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give a sign of life.
	 * @return whether the agent knows this node now
	 */
	private boolean beat() {
		this.calling.lock();
		try {
			ServiceRegistration registration = stillWanted();
			if (registration == null) {
				return true;
			}
			if (this.gateway.pass(registration.id())) {
				this.counters.heartbeats.increment();
			}
			else {
				this.gateway.register(registration);
				registered();
				logger.info("Consul had forgotten this node: it is registered again, as {} of the service '{}'",
						registration.id(), registration.name());
			}
			if (this.failing) {
				this.failing = false;
				logger.info("Consul is told again that this node lives");
			}
			this.confirmed = true;
			return true;
		}
		catch (RuntimeException | LinkageError ex) {
			if (stillWanted() != null) { // or else its connections may be closed already
				failed(ex);
			}
			return false;
		}
		finally {
			this.calling.unlock();
		}
	}

	private void registered() {
		this.counters.registrations.increment();
		this.registeredAt = System.nanoTime();
		this.confirmed = true;
	}

	private void failed(Throwable ex) {
		this.counters.heartbeatFailures.increment();
		this.confirmed = false;
		if (!this.failing) {
			this.failing = true;
			logger.warn("Consul cannot be told that this node lives: {}. It is tried again", ex.getMessage());
			logger.debug("No heartbeat", ex);
		}
		this.troubled.run();
	}

	private @Nullable ServiceRegistration stillWanted() {
		this.lock.lock();
		try {
			return this.wanted;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Spread, so that the nodes do not all come at the same time
	private long pause(Duration span) {
		return (long) (span.toNanos() * (0.8 + 0.2 * this.random.getAsDouble()));
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
