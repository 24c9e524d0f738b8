package dev.muster.benchmarks.traffic;

/**
 * What is measured of a peer.
 */
enum Figure {

	/** Messages per second and receiver, from the start to the last arrival. */
	DELIVERED("delivered/s", 0, true),

	/** Requests per second that were answered. */
	REPLIES("replies/s", 0, true),

	/** Half of the messages take so long. */
	P50("p50 us", 0, true),

	/** 99 of 100 messages take so long. */
	P99("p99 us", 0, true),

	/** 999 of 1000 messages take so long. */
	P999("p99.9 us", 0, true),

	/** The longest that a message takes. */
	MAX("max us", 0, true),

	/** CPU seconds of the publishers for a million messages. */
	PUBLISHER_CPU("publisher CPU s/M", 2, true),

	/** CPU seconds of all processes, the broker's too, for a million messages. */
	ALL_CPU("all CPU s/M", 2, true),

	/** Bytes that the publishers allocated for a message. */
	ALLOCATED("publisher alloc B/msg", 0, true),

	/** Bytes on the wire for a message and receiver, packets' headers included. */
	WIRE_BYTES("wire B/delivery", 0, true),

	/** Messages on the wire for a message and receiver. */
	WIRE_MESSAGES("wire messages/delivery", 2, false),

	/** From the first of many entries to when the third process has been told of all. */
	VISIBLE("all visible ms", 0, true),

	/** Heap of the process that has made an entry, in bytes. */
	HEAP_OWNER("owner heap B/entry", 0, true),

	/** Heap of another process for an entry, in bytes. */
	HEAP_REPLICA("replica heap B/entry", 0, true),

	/** From the order to subscribe to when each topic was heard. */
	READY("ready ms", 0, true),

	/** How many cores other processes kept busy meanwhile. */
	OTHERS("others' cores", 2, false);

	private final String label;

	private final int digits;

	private final boolean compared;

	Figure(String label, int digits, boolean compared) {
		this.label = label;
		this.digits = digits;
		this.compared = compared;
	}

	String label() {
		return this.label;
	}

	int digits() {
		return this.digits;
	}

	/** Return whether its ratio to that of another peer says something. */
	boolean isCompared() {
		return this.compared;
	}

}
