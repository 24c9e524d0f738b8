package dev.muster.pubsub;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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
	private static final AtomicIntegerFieldUpdater<BoundedQueue> COUNT = AtomicIntegerFieldUpdater
		.newUpdater(BoundedQueue.class, "count");

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<BoundedQueue> BYTES = AtomicLongFieldUpdater
		.newUpdater(BoundedQueue.class, "bytes");

	private final int capacity;

	private final long byteCapacity;

	private final ConcurrentLinkedQueue<E> elements = new ConcurrentLinkedQueue<>();

	private volatile int count;

	private volatile long bytes;

	private volatile @Nullable ConcurrentLinkedQueue<Thread> waiters;

	BoundedQueue(int capacity, long byteCapacity) {
		this.capacity = capacity;
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

	final int capacity() {
		return this.capacity;
	}

	/**
	 * Return how many elements there are, and how many are just being added.
	 */
	final int count() {
		return this.count;
	}

	final boolean isEmpty() {
		return this.elements.isEmpty();
	}

	/**
	 * Add an element if there is room.
	 * @return whether there was
	 */
	final boolean tryAdd(E element) {
		int before = this.count;
		while (true) {
			if (before >= this.capacity) {
				return false;
			}
			if (COUNT.compareAndSet(this, before, before + 1)) {
				break;
			}
			before = this.count;
		}
		int size = sizeOf(element);
		long total = BYTES.addAndGet(this, size);
		if (total > this.byteCapacity && total != size) {
			release(size);
			return false;
		}
		this.elements.add(element);
		return true;
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
			while (!isClosed()) {
				if (tryAdd(element)) {
					return true;
				}
				long rest = deadline - System.nanoTime();
				if (rest <= 0 || thread.isInterrupted()) {
					return false;
				}
				LockSupport.parkNanos(this, rest);
			}
			return false;
		}
		finally {
			queue.remove(thread);
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
			release(sizeOf(element));
		}
		return element;
	}

	/**
	 * Let the one that waits longest look again.
	 */
	final void wakeWaiter() {
		ConcurrentLinkedQueue<Thread> queue = this.waiters;
		if (queue != null) {
			LockSupport.unpark(queue.peek());
		}
	}

	private void release(int size) {
		BYTES.addAndGet(this, -size);
		COUNT.decrementAndGet(this);
		wakeWaiter();
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
