package dev.muster.replication;

import java.util.HashMap;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;

/**
 * Another member of the view as a reader of this member's log, and what is due to it.
 */
final class PeerLink {

	private final Member member;

	private final Map<MemberId, FrameStream> streams = new HashMap<>();

	/** How much of our log it has, by its own word; -1 before it said so. */
	long confirmed = -1;

	/** When to tell it how much of its log we have. */
	long ackAt = ReplicaCore.NEVER;

	long lastAck = ReplicaCore.LONG_AGO;

	/** When to look whether it has confirmed our log. */
	long headAt = ReplicaCore.NEVER;

	long headPause;

	/** When to ask it for a hello. */
	long helloAt = ReplicaCore.NEVER;

	long helloPause;

	PeerLink(Member member) {
		this.member = member;
	}

	Member member() {
		return this.member;
	}

	MemberId id() {
		return this.member.id();
	}

	/**
	 * Let an answer take the place of an earlier one about the same origin.
	 */
	<S extends FrameStream> S replace(MemberId origin, S stream) {
		FrameStream before = this.streams.put(origin, stream);
		if (before != null) {
			before.cancel();
		}
		return stream;
	}

	void cancelStreams() {
		this.streams.values().forEach(FrameStream::cancel);
	}

	long nextDue() {
		return Math.min(this.ackAt, Math.min(this.headAt, this.helloAt));
	}

}
