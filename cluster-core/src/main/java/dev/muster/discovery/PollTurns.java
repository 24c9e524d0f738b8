package dev.muster.discovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Between one thread that polls and many that want it to: says when it is time, and joins
 * all who ask into one poll. Safe for use by many threads.
 */
final class PollTurns {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition wakeUp = this.lock.newCondition();

	private final long origin = System.nanoTime();

	private final PollSchedule schedule;

	private CompletableFuture<Void> currentPoll = CompletableFuture.completedFuture(null);

	private CompletableFuture<Void> nextPoll = new CompletableFuture<>();

	private boolean polling;

	private boolean polledBefore;

	private boolean overdue;

	private boolean asked;

	private boolean stopped;

	PollTurns(Duration interval, DoubleSupplier random) {
		this.schedule = new PollSchedule(interval, random, 0);
	}

	private long now() {
		return System.nanoTime() - this.origin;
	}

	/**
	 * Have a poll made at once.
	 * @return completes when a poll that began after this call has ended or is overdue;
	 * the very first poll will do even if it has begun already, and one that is overdue
	 * is not waited for
	 */
	CompletableFuture<Void> ask() {
		this.lock.lock();
		try {
			if (this.stopped || this.overdue) {
				return CompletableFuture.completedFuture(null);
			}
			if (this.polling && !this.polledBefore) {
				return this.currentPoll;
			}
			this.asked = true;
			this.wakeUp.signalAll();
			return this.nextPoll;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have a poll made at once, for the answer may have changed.
	 */
	void changed() {
		this.lock.lock();
		try {
			this.schedule.changed(now());
			this.wakeUp.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop. From now on nobody waits for a poll.
	 */
	void stop() {
		this.lock.lock();
		try {
			this.stopped = true;
			this.currentPoll.complete(null);
			this.nextPoll.complete(null);
			this.wakeUp.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isStopped() {
		this.lock.lock();
		try {
			return this.stopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the poller's turn, and take it.
	 * @return {@code false} when stopped instead
	 */
	boolean awaitTurn() {
		this.lock.lock();
		try {
			while (!this.stopped) {
				long nanos = this.schedule.nanosUntilDue(now());
				if (this.asked || nanos == 0) {
					this.asked = false;
					this.polling = true;
					this.schedule.pollBegun(now());
					this.currentPoll = this.nextPoll;
					this.nextPoll = new CompletableFuture<>();
					return true;
				}
				this.wakeUp.awaitNanos(nanos);
			}
			return false;
		}
		catch (InterruptedException ex) {
			return false; // by somebody else's hand: all the same, the thread is to end
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until what the poller needs is there, or until stopped.
	 * @param available tries to get it
	 * @param waiting is run each time it is not there
	 * @return whether it is there
	 */
	boolean await(BooleanSupplier available, Duration retryInterval, Runnable waiting) {
		this.lock.lock();
		try {
			while (!this.stopped) {
				if (available.getAsBoolean()) {
					this.overdue = false;
					return true;
				}
				this.overdue = true; // nobody shall wait with us
				this.nextPoll.complete(null);
				waiting.run();
				this.wakeUp.awaitNanos(retryInterval.toNanos());
			}
			return false;
		}
		catch (InterruptedException ex) {
			return false; // as above
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The poll takes too long. Who waits for it shall not do so any longer.
	 * @param ifUntold is run if this was not known, and not stopped
	 */
	void overdue(Runnable ifUntold) {
		this.lock.lock();
		try {
			if (!this.stopped && !this.overdue) {
				this.overdue = true;
				ifUntold.run();
				this.currentPoll.complete(null);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isOverdueOrStopped() {
		this.lock.lock();
		try {
			return this.overdue || this.stopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The poll has ended.
	 * @param good whether without failure
	 */
	void pollEnded(boolean good) {
		this.lock.lock();
		try {
			if (good) {
				this.schedule.pollSucceeded();
			}
			else {
				this.schedule.pollFailed(now());
			}
			this.polling = false;
			this.polledBefore = true;
			this.overdue = false;
			this.currentPoll.complete(null);
		}
		finally {
			this.lock.unlock();
		}
	}

}
