package dev.muster.discovery.multicast;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for {@link MulticastStatistics}. Safe for use by many threads.
 */
final class BeaconCounters {

	private final LongAdder announced = new LongAdder();

	private final LongAdder heard = new LongAdder();

	private final LongAdder malformed = new LongAdder();

	private final LongAdder otherVersion = new LongAdder();

	private final LongAdder unauthenticated = new LongAdder();

	private final LongAdder replayed = new LongAdder();

	private final LongAdder otherCluster = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	void announced() {
		this.announced.increment();
	}

	void count(Rejection rejection) {
		switch (rejection) {
			case MALFORMED -> this.malformed.increment();
			case OTHER_VERSION -> this.otherVersion.increment();
			case NOT_SEALED, SEALED, NOT_AUTHENTIC -> this.unauthenticated.increment();
		}
	}

	void count(BeaconProtocol.Outcome outcome) {
		switch (outcome) {
			case NEWS, NOTHING_NEW -> this.heard.increment();
			case OTHER_CLUSTER -> this.otherCluster.increment();
			case REPLAYED, OUT_OF_TIME -> this.replayed.increment();
			case UNREACHABLE, REFUSED -> this.dropped.increment();
			case OWN -> {
			}
		}
	}

	MulticastStatistics statistics() {
		return new MulticastStatistics(this.announced.sum(), this.heard.sum(), this.malformed.sum(),
				this.otherVersion.sum(), this.unauthenticated.sum(), this.replayed.sum(), this.otherCluster.sum(),
				this.dropped.sum());
	}

}
