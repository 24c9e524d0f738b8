package dev.muster.pubsub;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Where this member is in the numbers of what another one has for it. Outlives the
 * other's absence. Batches are read one after the other: when a member has been away, the
 * next one may come while the last one from before still waits for room in a queue.
 */
final class InboundStream {

	private final ReentrantLock reading = new ReentrantLock();

	private long epoch;

	/** The lowest number that was neither received nor given up. */
	private long expected = 1;

	/** The highest number that is known to be drawn, or to be drawn soon. */
	private long announced;

	/** The number of the next frame of the batch. */
	private long cursor;

	private boolean stale;

	private volatile boolean left;

	/**
	 * The publisher is in the view, for the first time or again.
	 */
	void joined() {
		this.left = false;
	}

	/**
	 * Do something when no batch is being read.
	 */
	void locked(Runnable action) {
		this.reading.lock();
		try {
			action.run();
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * A batch begins.
	 */
	void begin() {
		this.reading.lock();
	}

	/**
	 * The publisher says where it is. For use within a batch.
	 * @param streamEpoch which stream
	 * @param first the number of the next frame
	 * @param ahead how many messages wait behind those of the batch
	 * @return what is lost before that, or {@code null}
	 */
	@Nullable Gap position(long streamEpoch, long first, long ahead) {
		this.stale = streamEpoch < this.epoch;
		if (this.stale) {
			return null;
		}
		if (streamEpoch > this.epoch) {
			this.epoch = streamEpoch;
			this.expected = 1;
			this.announced = 0;
		}
		this.cursor = first;
		this.announced = Math.max(this.announced, first - 1 + ahead);
		return giveUpBefore(first);
	}

	/**
	 * The next frame has a number. For use within a batch.
	 * @return whether it is new
	 */
	boolean next() {
		long number = this.cursor++;
		if (this.stale || number < this.expected) {
			return false;
		}
		this.expected = number + 1;
		return true;
	}

	/**
	 * A batch ends.
	 * @return what is lost as there are no more batches, or {@code null}
	 */
	@Nullable Gap end() {
		this.reading.unlock();
		return this.left ? left() : null;
	}

	/**
	 * The publisher has left for good: nothing comes but the rest of the batch that is
	 * just being read.
	 * @return what is lost, or {@code null}
	 */
	@Nullable Gap left() {
		this.left = true;
		if (!this.reading.tryLock()) {
			return null; // the end of the batch finds it
		}
		try {
			return giveUpBefore(this.announced + 1);
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Return the lowest number that was neither received nor given up.
	 */
	long expected() {
		return this.expected;
	}

	private @Nullable Gap giveUpBefore(long number) {
		if (number <= this.expected) {
			return null;
		}
		Gap gap = new Gap(this.expected, number - 1);
		this.expected = number;
		return gap;
	}

	/**
	 * Numbers that are lost.
	 *
	 * @param from the first
	 * @param to the last
	 */
	record Gap(long from, long to) {
	}

}
