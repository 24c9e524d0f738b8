package dev.muster.presence;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted.
 */
final class PresenceCounters {

	final LongAdder tracked = new LongAdder();

	final LongAdder untracked = new LongAdder();

	final LongAdder updated = new LongAdder();

	final LongAdder refused = new LongAdder();

	final LongAdder diffs = new LongAdder();

	final LongAdder listenerFailures = new LongAdder();

	final LongAdder overflows = new LongAdder();

	final LongAdder handedOver = new LongAdder();

	final LongAdder malformed = new LongAdder();

}
