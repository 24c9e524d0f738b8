package dev.muster.test.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import dev.muster.Registration;

/**
 * Runs events in one thread, ordered by virtual time and, at the same time, by when they
 * were scheduled. Between two events no time passes; while none runs, time jumps to the
 * next one. All chance comes from the seed.
 *
 * <p>
 * Belongs to the thread that made it; calls from others fail. What an event throws comes
 * out of the method that ran it. An event may itself run events, which is how a call that
 * blocks is simulated: it returns when its condition holds and the inner calls that began
 * meanwhile have returned.
 */
public final class Simulation {

	/**
	 * When all histories begin.
	 */
	public static final Instant EPOCH = Instant.parse("2024-01-01T00:00:00Z");

	private static final int MAX_PENDING = 2_000_000;

	private final long seed;

	private final RandomGenerator random;

	private final Thread owner = Thread.currentThread();

	private final PriorityQueue<Event> queue = new PriorityQueue<>();

	private final Trace trace = new Trace();

	private long nanos;

	private long scheduled;

	private long executed;

	/**
	 * Begin a history.
	 * @param seed where all chance comes from
	 */
	public Simulation(long seed) {
		this.seed = seed;
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Return the seed, for a failure's message.
	 * @return the seed
	 */
	public long seed() {
		return this.seed;
	}

	/**
	 * Return the source of chance.
	 * @return the generator that all parts of the simulation share
	 */
	public RandomGenerator random() {
		return this.random;
	}

	/**
	 * Return the virtual wall clock.
	 * @return the clock, which begins at {@link #EPOCH}
	 */
	public InstantSource clock() {
		return () -> EPOCH.plusNanos(this.nanos);
	}

	/**
	 * Return the virtual time since the beginning.
	 * @return the time in nanoseconds, as a substitute for {@code System.nanoTime()}
	 */
	public long nanoTime() {
		return this.nanos;
	}

	/**
	 * Return how many events have run.
	 * @return their number
	 */
	public long executed() {
		return this.executed;
	}

	/**
	 * Return what happened of late.
	 * @return the trace
	 */
	public Trace trace() {
		return this.trace;
	}

	/**
	 * Schedule an event.
	 * @param delay how long from now, not negative
	 * @param action what to do then
	 * @return closes to cancel it
	 */
	public Registration schedule(Duration delay, Runnable action) {
		return schedule(delay.toNanos(), action);
	}

	Registration schedule(long delayNanos, Runnable action) {
		checkThread();
		if (delayNanos < 0) {
			throw new IllegalArgumentException("An event cannot be scheduled in the past");
		}
		if (this.queue.size() >= MAX_PENDING) {
			throw new IllegalStateException(
					"More than " + MAX_PENDING + " events are pending, seed " + this.seed + "\n" + this.trace);
		}
		Event event = new Event(this.nanos + delayNanos, this.scheduled++, action);
		this.queue.add(event);
		return event;
	}

	/**
	 * Run all events of a span of time.
	 * @param duration how much time shall pass
	 */
	public void runFor(Duration duration) {
		runUntil(() -> false, duration);
	}

	/**
	 * Run events until a condition holds. It is looked at after each event.
	 * @param condition the condition
	 * @param limit how much time may pass
	 * @return whether it holds; if not, {@code limit} has passed
	 */
	public boolean runUntil(BooleanSupplier condition, Duration limit) {
		checkThread();
		long end = this.nanos + limit.toNanos();
		while (!condition.getAsBoolean()) {
			Event next = this.queue.peek();
			if (next == null || next.nanos > end) {
				this.nanos = Math.max(this.nanos, end);
				return condition.getAsBoolean();
			}
			this.queue.poll();
			if (!next.cancelled) {
				this.nanos = Math.max(this.nanos, next.nanos);
				this.executed++;
				next.action.run();
			}
		}
		return true;
	}

	/**
	 * Add to the trace.
	 * @param where the node, or who else does it
	 * @param format as for {@link String#format}, with {@code %s} only
	 * @param arguments what to put in, immutable
	 */
	public void trace(String where, String format, Object... arguments) {
		this.trace.add(this.nanos, where, format, arguments);
	}

	/**
	 * Draw a span of time.
	 */
	long nextNanos(Duration limit) {
		long bound = limit.toNanos();
		return (bound > 0) ? this.random.nextLong(bound) : 0;
	}

	private void checkThread() {
		if (Thread.currentThread() != this.owner) {
			throw new IllegalStateException("A simulation belongs to the thread that made it, " + this.owner.getName()
					+ ": use its executors instead of " + Thread.currentThread().getName());
		}
	}

	private static final class Event implements Comparable<Event>, Registration {

		private final long nanos;

		private final long sequence;

		private final Runnable action;

		private boolean cancelled;

		Event(long nanos, long sequence, Runnable action) {
			this.nanos = nanos;
			this.sequence = sequence;
			this.action = action;
		}

		@Override
		public void close() {
			this.cancelled = true;
		}

		@Override
		public int compareTo(Event other) {
			int result = Long.compare(this.nanos, other.nanos);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}
