package dev.muster.discovery.consul;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a strategy counts, over all its starts. Safe for use by many threads.
 */
final class ConsulCounters {

	/** How often this node was registered, again included. */
	final LongAdder registrations = new LongAdder();

	/** How many signs of life were given. */
	final LongAdder heartbeats = new LongAdder();

	/** How many could not be given. */
	final LongAdder heartbeatFailures = new LongAdder();

	/** How many answers the watch had. */
	final LongAdder answers = new LongAdder();

	/** How often the watch had none. */
	final LongAdder watchFailures = new LongAdder();

	private final LongAdder critical = new LongAdder();

	private final LongAdder otherCluster = new LongAdder();

	private final LongAdder foreign = new LongAdder();

	private final LongAdder invalid = new LongAdder();

	/** Count the instances of an answer that are left out. */
	void leftOut(Peers peers) {
		this.critical.add(peers.critical());
		this.otherCluster.add(peers.otherCluster());
		this.foreign.add(peers.foreign());
		this.invalid.add(peers.invalid());
	}

	Map<String, Long> byName() {
		Map<String, Long> result = new LinkedHashMap<>();
		result.put("registered", this.registrations.sum());
		result.put("heartbeats", this.heartbeats.sum());
		result.put("heartbeat-failures", this.heartbeatFailures.sum());
		result.put("answers", this.answers.sum());
		result.put("watch-failures", this.watchFailures.sum());
		result.put("critical", this.critical.sum());
		result.put("other-cluster", this.otherCluster.sum());
		result.put("foreign", this.foreign.sum());
		result.put("invalid", this.invalid.sum());
		return result;
	}

}
