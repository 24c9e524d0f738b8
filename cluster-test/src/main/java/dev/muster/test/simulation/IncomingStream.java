package dev.muster.test.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.muster.Member;

/**
 * The frames from one member: puts them in order, and holds those that may not be
 * delivered yet. What it has no room for it does not hear, so that the sender repeats it.
 */
final class IncomingStream {

	private static final int MAX_EARLY = 10_000;

	private static final int MAX_HELD = 10_000;

	private final Member from;

	private final SortedMap<Long, Packet.Frame> early = new TreeMap<>();

	private final Queue<Packet.Frame> ready = new ArrayDeque<>();

	private long stream;

	private long heard;

	private boolean delivering;

	IncomingStream(Member from) {
		this.from = from;
	}

	Member from() {
		return this.from;
	}

	/**
	 * Take a frame off the network.
	 * @return what the sender is to be told
	 */
	Packet.FramesHeard accept(Packet.Frame frame) {
		if (frame.stream() > this.stream) {
			// The sender had dropped us from its view: what is missing of the earlier
			// stream will never come
			this.stream = frame.stream();
			this.heard = 0;
			this.early.clear();
		}
		if (frame.stream() == this.stream && frame.sequence() > this.heard && this.early.size() < MAX_EARLY) {
			this.early.put(frame.sequence(), frame);
		}
		while (this.ready.size() < MAX_HELD && !this.early.isEmpty() && this.early.firstKey() == this.heard + 1) {
			this.ready.add(this.early.remove(++this.heard));
		}
		return new Packet.FramesHeard(this.stream, this.heard);
	}

	/**
	 * Return whether there is a frame to deliver and none is just being delivered.
	 */
	boolean isReady() {
		return !this.delivering && !this.ready.isEmpty();
	}

	Packet.Frame begin() {
		this.delivering = true;
		return this.ready.remove();
	}

	void end() {
		this.delivering = false;
	}

	/**
	 * Drop what was not delivered, since the sender departed.
	 * @return how many frames
	 */
	int dropUndelivered() {
		int dropped = this.ready.size();
		this.ready.clear();
		return dropped;
	}

}
