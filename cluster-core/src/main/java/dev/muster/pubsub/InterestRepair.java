package dev.muster.pubsub;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while some member's interest is unknown or ours unconfirmed, whether that gets
 * better: a transport is reliable, but a lost announcement would leave
 * {@link Subscription#live()} waiting for ever. Rests when all is well.
 */
final class InterestRepair implements Runnable {

	static final long FIRST_DELAY_MILLIS = 2_000;

	static final long LAST_DELAY_MILLIS = 60_000;

	private static final Logger logger = LoggerFactory.getLogger(InterestRepair.class);

	private final BusContext context;

	private final BooleanSupplier repair;

	private final AtomicBoolean armed = new AtomicBoolean();

	private volatile boolean closed;

	private volatile long delay;

	/**
	 * Create one.
	 * @param context the bus's parts
	 * @param repair repairs, and says whether to look again
	 */
	InterestRepair(BusContext context, BooleanSupplier repair) {
		this.context = context;
		this.repair = repair;
	}

	/**
	 * There may be something to look after.
	 */
	void arm() {
		if (!this.armed.get() && this.armed.compareAndSet(false, true)) {
			this.delay = FIRST_DELAY_MILLIS;
			schedule();
		}
	}

	private void schedule() {
		try {
			this.context.delayer().execute(this, this.delay);
		}
		catch (RejectedExecutionException ex) {
			this.armed.set(false); // the node is being closed
			logger.debug("No thread to look after interest", ex);
		}
	}

	@Override
	public void run() {
		if (this.closed) {
			return;
		}
		long before = this.delay;
		this.armed.set(false); // first, for what comes meanwhile must not be overlooked
		if (this.repair.getAsBoolean() && this.armed.compareAndSet(false, true)) {
			this.delay = Math.min(before * 2, LAST_DELAY_MILLIS);
			schedule();
		}
	}

	void close() {
		this.closed = true;
	}

}
