package dev.muster.pubsub;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of one queue to other members.
 */
final class OutboundRecord {

	private final LongAdder sent = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder undeliverable = new LongAdder();

	/** When the transport was given the present batch, or 0. */
	private volatile long sendingSince;

	void sending() {
		this.sendingSince = System.nanoTime() | 1;
	}

	void sendingEnded() {
		this.sendingSince = 0;
	}

	void sent(long messages) {
		this.sent.add(messages);
	}

	void dropped(long messages) {
		this.dropped.add(messages);
	}

	void undeliverable(long messages) {
		this.undeliverable.add(messages);
	}

	OutboundStatus status(@Nullable Member member, int queued, int capacity) {
		long since = this.sendingSince;
		Duration blocked = (since != 0) ? Duration.ofNanos(Math.max(0, System.nanoTime() - since)) : Duration.ZERO;
		return new OutboundStatus(member, Math.min(queued, capacity), capacity, this.sent.sum(), this.dropped.sum(),
				this.undeliverable.sum(), blocked);
	}

}
