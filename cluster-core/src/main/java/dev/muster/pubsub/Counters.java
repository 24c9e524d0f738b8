package dev.muster.pubsub;

import java.util.concurrent.atomic.LongAdder;

/**
 * What {@link PubSubStatistics} is made of.
 */
final class Counters {

	final LongAdder published = new LongAdder();

	final LongAdder sent = new LongAdder();

	final LongAdder received = new LongAdder();

	final LongAdder delivered = new LongAdder();

	final LongAdder failed = new LongAdder();

	final LongAdder undecodable = new LongAdder();

	final LongAdder dropped = new LongAdder();

	final LongAdder undeliverable = new LongAdder();

	final LongAdder unclaimed = new LongAdder();

	final LongAdder lost = new LongAdder();

	final LongAdder replayRequests = new LongAdder();

	final LongAdder replayed = new LongAdder();

	final LongAdder unfilled = new LongAdder();

	final LongAdder resent = new LongAdder();

	PubSubStatistics statistics() {
		return new PubSubStatistics(this.published.sum(), this.sent.sum(), this.received.sum(), this.delivered.sum(),
				this.failed.sum(), this.undecodable.sum(), this.dropped.sum(), this.undeliverable.sum(),
				this.unclaimed.sum(), this.lost.sum());
	}

	ReplayStatistics replayStatistics() {
		return new ReplayStatistics(this.replayRequests.sum(), this.replayed.sum(), this.unfilled.sum(),
				this.resent.sum());
	}

}
