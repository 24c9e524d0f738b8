package dev.muster.benchmarks.traffic;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a publisher from being too far ahead of its receivers, where the peer itself
 * would let it, and lose messages: the receivers tell by receipts, on the same peer, how
 * much has arrived.
 */
final class Window {

	private static final int RECEIPT = 4 + Long.BYTES;

	private static final int RECEIPTS_PER_WINDOW = 8;

	private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(20);

	/** After so long without a receipt what is under way is lost. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(3);

	private final int place;

	private final Traffic traffic;

	private final long allowed;

	private final int stride;

	/** By the publisher's place, what arrived in this process. */
	private final AtomicLongArray arrived = new AtomicLongArray(Setup.PROCESSES);

	/** By the receiver's place, what it told. */
	private final AtomicLongArray told = new AtomicLongArray(Setup.PROCESSES);

	private final AtomicLong missing = new AtomicLong();

	private volatile @Nullable Thread sender;

	private volatile boolean closed;

	Window(Setup setup) {
		this.place = setup.place();
		this.traffic = setup.traffic();
		this.allowed = (long) this.traffic.window() * this.traffic.copies();
		this.stride = Math.max(1, this.traffic.window() / RECEIPTS_PER_WINDOW);
	}

	/**
	 * Send receipts from now on, by a thread of its own, for a receiver must not block.
	 */
	void open(Link link) {
		if (this.allowed == 0) {
			return;
		}
		Thread thread = new Thread(() -> sendReceipts(link), "receipts");
		thread.setDaemon(true);
		this.sender = thread;
		thread.start();
	}

	private void sendReceipts(Link link) {
		long[] sent = new long[Setup.PROCESSES];
		try {
			while (!this.closed) {
				for (int publisher = 0; publisher < this.traffic.publishers(); publisher++) {
					long count = this.arrived.get(publisher);
					if (publisher != this.place && count - sent[publisher] >= this.stride) {
						sent[publisher] = count;
						link.publish(this.traffic.receipts(publisher),
								ByteBuffer.allocate(RECEIPT).putInt(this.place).putLong(count).array());
					}
				}
				LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot send receipts", ex);
		}
	}

	/** In the receiver: a message has arrived. */
	void arrived(int publisher) {
		if (this.allowed > 0 && this.arrived.incrementAndGet(publisher) % this.stride == 0) {
			LockSupport.unpark(this.sender);
		}
	}

	/** In the publisher: this was said to have arrived. */
	void receipt(byte[] array, int offset, int length) {
		if (length == RECEIPT) {
			ByteBuffer receipt = ByteBuffer.wrap(array, offset, length);
			this.told.set(receipt.getInt(), receipt.getLong());
		}
	}

	/**
	 * In the publisher: wait until there is room for more.
	 * @param published how many it has published in all phases
	 */
	void await(long published) {
		if (this.allowed == 0) {
			return;
		}
		long due = published * this.traffic.copies();
		long last = told();
		long since = System.nanoTime();
		while (due - told() - this.missing.get() > this.allowed) {
			if (told() != last) {
				last = told();
				since = System.nanoTime();
			}
			else if (System.nanoTime() - since > SILENCE) {
				this.missing.set(due - told());
			}
			LockSupport.parkNanos(PAUSE);
		}
	}

	private long told() {
		long sum = 0;
		for (int i = 0; i < Setup.PROCESSES; i++) {
			sum += this.told.get(i);
		}
		return sum;
	}

	void close() {
		this.closed = true;
	}

}
