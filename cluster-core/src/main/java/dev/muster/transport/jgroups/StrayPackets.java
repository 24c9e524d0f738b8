package dev.muster.transport.jgroups;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much came that this build can do nothing with. Outlives incarnations. Safe for use
 * by many threads.
 */
final class StrayPackets {

	private final LongAdder invalid = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	/** Something came that is not our protocol. */
	void invalid() {
		this.invalid.increment();
	}

	/** Something of a type came that only later versions know. */
	void unknown() {
		this.unknown.increment();
	}

	long invalidCount() {
		return this.invalid.sum();
	}

	long unknownCount() {
		return this.unknown.sum();
	}

}
