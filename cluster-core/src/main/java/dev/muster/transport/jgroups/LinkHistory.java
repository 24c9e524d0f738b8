package dev.muster.transport.jgroups;

import dev.muster.transport.LinkTotals;
import org.jspecify.annotations.Nullable;

/**
 * Totals of the connections of all lives of a transport: counters outlive a restart. Read
 * by many threads, written by one at a time.
 */
final class LinkHistory {

	private volatile State state = new State(LinkTotals.NONE, null);

	/** A life begins. */
	void begin(PacketPort transport) {
		this.state = new State(totals().closed(), transport);
	}

	/** The life has ended, if one had begun. */
	void end() {
		this.state = new State(totals().closed(), null);
	}

	LinkTotals totals() {
		State current = this.state; // one read, so that nothing is counted twice
		return (current.transport != null) ? current.former.plus(current.transport.totals()) : current.former;
	}

	private record State(LinkTotals former, @Nullable PacketPort transport) {
	}

}
