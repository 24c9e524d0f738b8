package dev.muster.pubsub;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import dev.muster.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of lost messages, on a thread of its own, so that one that blocks
 * delays no messages.
 */
final class LossReports extends Mailbox<MessagesLost> {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	private static final int CAPACITY = 10_000;

	private final Counters counters;

	private final LogLimiter log;

	private final LogLimiter overflowLog;

	private final List<LossListener> listeners = new CopyOnWriteArrayList<>();

	LossReports(Executor executor, InstantSource clock, Counters counters) {
		super(CAPACITY, CAPACITY, Overflow.DROP_NEWEST, executor);
		this.counters = counters;
		this.log = new LogLimiter(clock, 60_000);
		this.overflowLog = new LogLimiter(clock, 60_000);
	}

	Registration add(LossListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void report(MessagesLost lost) {
		this.counters.lost.add(lost.count());
		offer(lost);
	}

	@Override
	void work() {
		for (MessagesLost lost = take(); lost != null; lost = take()) {
			long heldBack = this.log.acquire();
			if (heldBack >= 0) {
				logger.warn("Lost {} messages of {}, {} to {}{}", lost.count(), lost.publisher(), lost.from(),
						lost.to(), LogLimiter.suffix(heldBack));
			}
			tell(lost);
		}
	}

	private void tell(MessagesLost lost) {
		for (LossListener listener : this.listeners) {
			try {
				listener.messagesLost(lost);
			}
			catch (RuntimeException | Error ex) {
				logger.error("{} failed on {}", listener, lost, ex);
			}
		}
	}

	@Override
	int sizeOf(MessagesLost element) {
		return 1;
	}

	@Override
	void dropped(MessagesLost element) {
		long heldBack = this.overflowLog.acquire();
		if (heldBack >= 0) {
			logger.error("Listeners are too slow to be told of lost messages: not told of {}{}", element,
					LogLimiter.suffix(heldBack));
		}
	}

	@Override
	void discarded(MessagesLost element) {
		dropped(element);
	}

	@Override
	boolean isClosed() {
		return false; // as long as the bus
	}

	@Override
	String describe() {
		return "listeners for lost messages";
	}

}
