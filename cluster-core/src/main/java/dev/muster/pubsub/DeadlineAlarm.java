package dev.muster.pubsub;

import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes something up when a deadline has come. A wake-up cannot be taken back, so another
 * one is asked for only if none comes before: then those that wait are never more than
 * there are deadlines that were each the earliest once.
 */
final class DeadlineAlarm implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(DeadlineAlarm.class);

	private static final long NEVER = Long.MAX_VALUE;

	private final BusContext context;

	private final Runnable wake;

	private final PriorityQueue<Long> armed = new PriorityQueue<>();

	private volatile long earliest = NEVER;

	/**
	 * Create an alarm.
	 * @param context the bus's parts
	 * @param wake is called when a deadline has come, and calls {@link #set} for the next
	 * one
	 */
	DeadlineAlarm(BusContext context, Runnable wake) {
		this.context = context;
		this.wake = wake;
	}

	/**
	 * Set the alarm.
	 * @param deadline when to wake at the latest, in the context's milliseconds
	 */
	void set(long deadline) {
		if (deadline >= this.earliest) {
			return;
		}
		synchronized (this.armed) {
			if (deadline >= this.earliest) {
				return;
			}
			this.armed.add(deadline);
			this.earliest = deadline;
		}
		try {
			this.context.delayer().execute(this, Math.max(1, deadline - this.context.millis().getAsLong()));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread to look after deadlines", ex); // the node is closed
		}
	}

	@Override
	public void run() {
		long now = this.context.millis().getAsLong();
		synchronized (this.armed) {
			// the timer may be early by its own clock
			Long first = this.armed.poll();
			this.earliest = this.armed.isEmpty() ? NEVER : this.armed.peek();
			if (first != null && first > now) {
				logger.trace("Woken {} ms early", first - now);
			}
		}
		this.wake.run();
	}

}
