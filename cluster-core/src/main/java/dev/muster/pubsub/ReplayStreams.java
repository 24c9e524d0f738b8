package dev.muster.pubsub;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.pubsub.replay.InboundReplay;
import dev.muster.pubsub.replay.OutboundReplay;
import dev.muster.pubsub.replay.ReplayRing;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the messages that are kept, between this member and another one, both
 * ways. What is inbound is guarded by {@link InboundStream#locked}.
 */
final class ReplayStreams {

	private static final String ANY = "**";

	private final long epoch;

	private final Map<Integer, OutboundReplay<OutboundFrame>> outbound = new ConcurrentHashMap<>(1);

	private final Map<Integer, Inbound> inbound = new TreeMap<>();

	private volatile @Nullable Peer peer;

	private boolean watched;

	ReplayStreams(long epoch) {
		this.epoch = epoch;
	}

	/**
	 * Return the numbers of what we have for it.
	 */
	OutboundReplay<OutboundFrame> outbound(ReplayRing<OutboundFrame> ring) {
		return this.outbound.computeIfAbsent(ring.number(), (number) -> new OutboundReplay<>(ring, this.epoch));
	}

	@Nullable OutboundReplay<OutboundFrame> findOutbound(int ring) {
		return this.outbound.get(ring);
	}

	Collection<OutboundReplay<OutboundFrame>> outbound() {
		return this.outbound.values();
	}

	/**
	 * Return the state of a ring of the other member.
	 * @param from the other member
	 */
	Inbound inbound(int ring, Peer from, InboundReplay.Limits limits) {
		this.peer = from;
		return this.inbound.computeIfAbsent(ring, (number) -> new Inbound(number, new InboundReplay(limits)));
	}

	Collection<Inbound> inbound() {
		return this.inbound.values();
	}

	/**
	 * Return what we last had of the other member, if we have messages that it keeps.
	 */
	@Nullable Peer peer() {
		return this.peer;
	}

	/**
	 * Return whether somebody comes to see what is missing.
	 */
	boolean isWatched() {
		return this.watched;
	}

	void setWatched(boolean watched) {
		this.watched = watched;
	}

	/**
	 * A ring of the other member.
	 */
	static final class Inbound {

		private final int ring;

		private final InboundReplay replay;

		private String pattern = ANY;

		private Inbound(int ring, InboundReplay replay) {
			this.ring = ring;
			this.replay = replay;
		}

		int ring() {
			return this.ring;
		}

		InboundReplay replay() {
			return this.replay;
		}

		/**
		 * Return what topics it is for; any, until that was told.
		 */
		String pattern() {
			return this.pattern;
		}

		void setPattern(String pattern) {
			this.pattern = pattern;
		}

	}

}
