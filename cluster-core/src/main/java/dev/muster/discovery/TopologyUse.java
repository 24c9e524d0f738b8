package dev.muster.discovery;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the runs of a topology have in common, from one start of the service to the next.
 *
 * @param permit the one permit to use the strategy, taken while a run does
 * @param polls how often the strategy was asked
 * @param failures how often it could not tell
 */
record TopologyUse(Semaphore permit, LongAdder polls, LongAdder failures) {

	TopologyUse() {
		this(new Semaphore(1), new LongAdder(), new LongAdder());
	}

}
