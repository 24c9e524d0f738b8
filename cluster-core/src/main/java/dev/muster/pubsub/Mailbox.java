package dev.muster.pubsub;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue with an overflow policy, emptied by one task at a time on an executor.
 * There is no task while there is no work.
 *
 * @param <E> the type of elements
 */
abstract class Mailbox<E> extends BoundedQueue<E> implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Mailbox.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<Mailbox> SCHEDULED = AtomicIntegerFieldUpdater
		.newUpdater(Mailbox.class, "scheduled");

	private final Overflow overflow;

	private final Executor executor;

	private volatile int scheduled;

	/** Compared with the asking thread only, which sees its own writes. */
	private @Nullable Thread runner;

	Mailbox(int capacity, long byteCapacity, Overflow overflow, Executor executor) {
		super(capacity, byteCapacity);
		this.overflow = overflow;
		this.executor = executor;
	}

	/**
	 * Do some of the work. May return before all is done, to let others have the thread.
	 */
	abstract void work();

	/**
	 * Count an element that there was no room for.
	 */
	abstract void dropped(E element);

	/**
	 * Count an element that came or was waiting when this was closed.
	 */
	abstract void discarded(E element);

	/**
	 * An element is given up, for there was no room in time.
	 */
	void refused(E element) {
	}

	/**
	 * Say what this is the queue of, for the text of an exception.
	 */
	abstract String describe();

	boolean hasWork() {
		return !isEmpty();
	}

	/**
	 * There is no task any more. Called after each task, by its thread.
	 */
	void idle() {
	}

	/**
	 * Return whether there is no task. Who closes a mailbox and then finds it idle knows
	 * that no work is done; if it is not, {@link #idle()} is called later.
	 */
	final boolean isIdle() {
		return this.scheduled == 0;
	}

	final Overflow overflow() {
		return this.overflow;
	}

	/**
	 * Add an element without waiting, by the overflow policy.
	 * @return {@code false} if there is no room and the policy is to wait or to fail
	 */
	final boolean offer(E element) {
		while (!tryAdd(element)) {
			if (isClosed()) {
				discarded(element);
				return true;
			}
			switch (this.overflow) {
				case DROP_OLDEST -> {
					E oldest = poll();
					if (oldest != null) {
						dropped(oldest);
					}
				}
				case DROP_NEWEST -> {
					dropped(element);
					return true;
				}
				default -> {
					return false;
				}
			}
		}
		added();
		return true;
	}

	/**
	 * Add an element if there is room, whatever the policy.
	 * @return {@code false} if there is no room, or this is closed
	 */
	final boolean offerIfRoom(E element) {
		if (isClosed() || !tryAdd(element)) {
			return false;
		}
		added();
		return true;
	}

	/**
	 * Add an element, waiting for room. The mailbox's own task does not wait for itself.
	 * @param deadline when to give up, in terms of {@link System#nanoTime()}
	 * @return {@code false} if there was no room in time
	 */
	final boolean awaitOffer(E element, long deadline) {
		boolean added = isOwnTask() ? addOwn(element) : awaitAdd(element, deadline);
		if (added) {
			added();
		}
		else if (isClosed()) {
			discarded(element);
			return true;
		}
		return added;
	}

	private boolean addOwn(E element) {
		giveBack();
		return tryAdd(element);
	}

	/**
	 * Return whether this thread is just serving this mailbox.
	 */
	final boolean isOwnTask() {
		return this.runner == Thread.currentThread();
	}

	/**
	 * Discard what waits, and let go who waits for room. For use once this is closed.
	 */
	final void discardAll() {
		for (E element = poll(); element != null; element = poll()) {
			discarded(element);
		}
		wakeWaiter();
	}

	private void added() {
		if (isClosed()) {
			discardAll(); // whoever closed it may not have seen the element
		}
		else {
			schedule();
		}
	}

	/**
	 * See to it that the work gets done.
	 */
	final void schedule() {
		if (this.scheduled == 0 && SCHEDULED.compareAndSet(this, 0, 1)) {
			try {
				this.executor.execute(this);
			}
			catch (RejectedExecutionException ex) {
				this.scheduled = 0; // the node is being closed
				logger.debug("No thread for {}", describe(), ex);
				idle();
			}
		}
	}

	@Override
	public final void run() {
		this.runner = Thread.currentThread();
		try {
			work();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Serving {} failed", describe(), ex);
		}
		finally {
			giveBack();
			this.runner = null;
			this.scheduled = 0;
			idle();
			if (hasWork()) {
				schedule();
			}
		}
	}

}
