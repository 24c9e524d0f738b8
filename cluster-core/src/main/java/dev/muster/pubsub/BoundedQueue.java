package dev.muster.pubsub;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A queue bounded in elements and in bytes, for many producers and consumers. Lock-free
 * but for who waits for room. An element that is larger than all the bytes allowed is
 * taken when the queue is empty.
 *
 * <p>
 * One object, rather than a queue and counters around it, because there is one for each
 * subscription.
 *
 * @param <E> the type of elements
 */
abstract class BoundedQueue<E> {

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<BoundedQueue> STATE = AtomicLongFieldUpdater
		.newUpdater(BoundedQueue.class, "state");

	/** The state has the bytes below, and above them the elements. */
	private static final int BYTE_BITS = 40;

	private static final long ONE = 1L << BYTE_BITS;

	private static final int MAX_CAPACITY = Integer.MAX_VALUE >>> (BYTE_BITS - 32);

	private static final int MAX_SLACK = 32;

	/** The part of its capacity by which a queue may seem fuller than it is. */
	private static final int SLACK_SHARE = 64;

	private final int capacity;

	private final long byteCapacity;

	private final ConcurrentLinkedQueue<E> elements = new ConcurrentLinkedQueue<>();

	private volatile long state;

	/** What was taken and not given back; like the state. Of the one that takes. */
	private long taken;

	private volatile @Nullable ConcurrentLinkedQueue<Thread> waiters;

	/** Whether one that waits was woken and has not looked yet. */
	private volatile boolean woken;

	BoundedQueue(int capacity, long byteCapacity) {
		this.capacity = Math.min(capacity, MAX_CAPACITY);
		this.byteCapacity = byteCapacity;
	}

	/**
	 * Return how many bytes an element holds on to.
	 */
	abstract int sizeOf(E element);

	/**
	 * Return whether nobody needs to wait for room any more.
	 */
	abstract boolean isClosed();

	/**
	 * Return how many bytes there may be with an element of some size, unless it is
	 * alone.
	 */
	long byteLimit(int size) {
		return this.byteCapacity;
	}

	final int capacity() {
		return this.capacity;
	}

	/**
	 * Return how many elements there are, and how many are just being added. While some
	 * are being taken it may be a few more.
	 */
	final int count() {
		return Math.max(0, count(this.state) - count(this.taken));
	}

	private static int count(long state) {
		return (int) (state >>> BYTE_BITS);
	}

	private static long bytes(long state) {
		return state & (ONE - 1);
	}

	final boolean isEmpty() {
		return this.elements.isEmpty();
	}

	/**
	 * Add an element if there is room.
	 * @return whether there was
	 */
	boolean tryAdd(E element) {
		int size = sizeOf(element);
		long before;
		do {
			before = this.state;
			long bytes = bytes(before);
			if (count(before) >= this.capacity || (bytes > 0 && bytes + size > byteLimit(size))) {
				return false;
			}
		}
		while (!STATE.compareAndSet(this, before, before + ONE + size));
		append(element);
		return true;
	}

	/**
	 * Put an element that there is room for at the end of the queue, or one of the same
	 * size in its place.
	 */
	void append(E element) {
		this.elements.add(element);
	}

	/**
	 * Add an element, waiting for room.
	 * @param deadline when to give up, in terms of {@link System#nanoTime()}
	 * @return whether it was added; {@code false} when time is over, the thread is
	 * interrupted or nobody needs to wait any more
	 */
	final boolean awaitAdd(E element, long deadline) {
		ConcurrentLinkedQueue<Thread> queue = waiters();
		Thread thread = Thread.currentThread();
		queue.add(thread);
		try {
			while (true) {
				this.woken = false; // before it looks: what comes after wakes it again
				if (isClosed()) {
					return false;
				}
				if (tryAdd(element)) {
					return true;
				}
				long rest = deadline - System.nanoTime();
				if (rest <= 0 || thread.isInterrupted()) {
					return false;
				}
				LockSupport.parkNanos(this, rest);
			}
		}
		finally {
			queue.remove(thread);
			this.woken = false;
			wakeWaiter(); // there may be room for more than one
		}
	}

	/**
	 * Remove the oldest element.
	 * @return the element, or {@code null} if there is none
	 */
	final @Nullable E poll() {
		E element = this.elements.poll();
		if (element != null) {
			STATE.addAndGet(this, -ONE - sizeOf(element));
			wakeWaiter();
		}
		return element;
	}

	/**
	 * Remove the oldest element. The room that it leaves is given back together with that
	 * of others, which keeps the producers from meeting the consumer at each element. For
	 * one thread at a time, which calls {@link #giveBack()} before it does something
	 * else.
	 * @return the element, or {@code null} if there is none
	 */
	final @Nullable E take() {
		E element = this.elements.poll();
		if (element == null) {
			giveBack();
			return null;
		}
		this.taken += ONE + sizeOf(element);
		if (count(this.taken) > Math.min(MAX_SLACK, this.capacity / SLACK_SHARE)
				|| bytes(this.taken) > this.byteCapacity / SLACK_SHARE) {
			giveBack();
		}
		return element;
	}

	/**
	 * Give back the room of all that was taken.
	 */
	final void giveBack() {
		if (this.taken != 0) {
			long room = this.taken;
			this.taken = 0;
			STATE.addAndGet(this, -room);
			wakeWaiter();
		}
	}

	/**
	 * Let the one that waits longest look again.
	 */
	final void wakeWaiter() {
		ConcurrentLinkedQueue<Thread> queue = this.waiters;
		if (queue != null && !this.woken) {
			this.woken = true; // before the look: who comes after it looks by itself
			LockSupport.unpark(queue.peek());
		}
	}

	private synchronized ConcurrentLinkedQueue<Thread> waiters() {
		ConcurrentLinkedQueue<Thread> queue = this.waiters;
		if (queue == null) {
			queue = new ConcurrentLinkedQueue<>();
			this.waiters = queue;
		}
		return queue;
	}

}
