package dev.muster.test.simulation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

import dev.muster.Registration;

/**
 * The process that a node runs in. What belongs to the node runs as events of its
 * process: they wait while the process is paused, and never run once it is killed.
 */
public final class SimulatedProcess {

	private final Simulation simulation;

	private final String name;

	private final Queue<Runnable> deferred = new ArrayDeque<>();

	private State state = State.RUNNING;

	SimulatedProcess(Simulation simulation, String name) {
		this.simulation = simulation;
		this.name = name;
	}

	/**
	 * Return an executor that behaves as one with many threads: each task begins within a
	 * millisecond, in no order.
	 * @return a new executor
	 */
	public ScheduledExecutorService executor() {
		return executor(Duration.ofMillis(1));
	}

	/**
	 * Return an executor that behaves as one with many threads on a busy machine.
	 * @param delay how long a task waits for a thread, at the most
	 * @return a new executor
	 */
	public ScheduledExecutorService executor(Duration delay) {
		return new SimulatedExecutor(this, delay);
	}

	/**
	 * Return the wall clock of this process.
	 * @return the clock
	 */
	public InstantSource clock() {
		return this.simulation.clock();
	}

	/**
	 * Return the source of chance, for what runs in this process.
	 * @return the simulation's generator
	 */
	public RandomGenerator random() {
		return this.simulation.random();
	}

	/**
	 * Schedule an event of this process.
	 * @param delay how long from now
	 * @param action what to do then
	 * @return closes to cancel it
	 */
	public Registration schedule(Duration delay, Runnable action) {
		return schedule(delay.toNanos(), action);
	}

	Registration schedule(long delayNanos, Runnable action) {
		ProcessEvent event = new ProcessEvent(action);
		this.simulation.schedule(delayNanos, event);
		return event;
	}

	/**
	 * Return whether it runs: it is neither paused nor killed.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.state == State.RUNNING;
	}

	/**
	 * Return whether it was killed.
	 * @return whether it was
	 */
	public boolean isKilled() {
		return this.state == State.KILLED;
	}

	void pause() {
		require(State.RUNNING);
		this.simulation.trace(this.name, "is paused");
		this.state = State.PAUSED;
	}

	void resume() {
		require(State.PAUSED);
		this.simulation.trace(this.name, "goes on");
		this.state = State.RUNNING;
		this.deferred.forEach((event) -> this.simulation.schedule(0, event));
		this.deferred.clear();
	}

	void kill() {
		this.simulation.trace(this.name, "is killed");
		this.state = State.KILLED;
		this.deferred.clear();
	}

	int deferred() {
		return this.deferred.size();
	}

	private void require(State expected) {
		if (this.state != expected) {
			throw new IllegalStateException("The process of " + this.name + " is " + this.state + ", not " + expected);
		}
	}

	Simulation simulation() {
		return this.simulation;
	}

	@Override
	public String toString() {
		return this.name;
	}

	private enum State {

		RUNNING, PAUSED, KILLED

	}

	private final class ProcessEvent implements Runnable, Registration {

		private final Runnable action;

		private boolean cancelled;

		ProcessEvent(Runnable action) {
			this.action = action;
		}

		@Override
		public void run() {
			if (this.cancelled) {
				return;
			}
			switch (SimulatedProcess.this.state) {
				case RUNNING -> this.action.run();
				case PAUSED -> SimulatedProcess.this.deferred.add(this);
				case KILLED -> SimulatedProcess.this.deferred.clear();
			}
		}

		@Override
		public void close() {
			this.cancelled = true;
		}

	}

}
