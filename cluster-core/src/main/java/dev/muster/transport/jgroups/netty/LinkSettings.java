package dev.muster.transport.jgroups.netty;

import java.time.Duration;

import dev.muster.transport.handshake.Identity;

/**
 * Settings of {@link Links}. Immutable.
 *
 * @param protocol what is said to a peer first
 * @param bounds what may pile up
 * @param timeouts how long is waited
 */
public record LinkSettings(Protocol protocol, Bounds bounds, Timeouts timeouts) {

	/**
	 * Return the defaults.
	 * @param protocol what is said to a peer first
	 * @return the settings
	 */
	public static LinkSettings defaults(Protocol protocol) {
		return new LinkSettings(protocol, Bounds.defaults(), Timeouts.defaults());
	}

	/**
	 * Return the same with other bounds.
	 * @param other the bounds
	 * @return other settings
	 */
	public LinkSettings withBounds(Bounds other) {
		return new LinkSettings(this.protocol, other, this.timeouts);
	}

	/**
	 * Return the same with other timeouts.
	 * @param other the timeouts
	 * @return other settings
	 */
	public LinkSettings withTimeouts(Timeouts other) {
		return new LinkSettings(this.protocol, this.bounds, other);
	}

	private static void require(boolean condition, String name, String needed) {
		if (!condition) {
			throw new IllegalArgumentException("'" + name + "' must be " + needed);
		}
	}

	/**
	 * What a node says of itself in the handshake, see {@link Identity}.
	 *
	 * @param clusterName name of the cluster
	 * @param minVersion lowest version of the protocol that it speaks
	 * @param maxVersion highest version of the protocol that it speaks
	 * @param features its feature bits
	 */
	public record Protocol(String clusterName, int minVersion, int maxVersion, long features) {

	}

	/**
	 * How many frames and bytes a lane holds for one peer.
	 *
	 * @param frames most frames
	 * @param bytes most bytes
	 */
	public record LaneBound(int frames, int bytes) {

		public LaneBound {
			require(frames > 0, "frames", "positive");
			require(bytes > 0, "bytes", "positive");
		}

	}

	/**
	 * What may pile up.
	 *
	 * @param maxFrame longest frame, in bytes
	 * @param urgent what may wait in {@link Lane#URGENT} for one peer
	 * @param payload what may wait in {@link Lane#PAYLOAD} for one peer
	 * @param lowWaterMark when fewer bytes wait for the socket of a peer, more of its
	 * lanes are written
	 * @param highWaterMark when more bytes wait for the socket of a peer, no more of its
	 * lanes are written
	 * @param halfOpen how many may have connected without having ended the handshake;
	 * beyond it, the one that has taken longest is closed
	 * @param halfOpenPerHost how many of them may be of one host
	 * @param peers how many peers are known at a time; frames to and connections from
	 * more are refused
	 */
	public record Bounds(int maxFrame, LaneBound urgent, LaneBound payload, int lowWaterMark, int highWaterMark,
			int halfOpen, int halfOpenPerHost, int peers) {

		private static final int LARGEST_FRAME = 64 * 1024 * 1024;

		public Bounds {
			require(maxFrame > 0 && maxFrame <= LARGEST_FRAME, "maxFrame", "1 to " + LARGEST_FRAME);
			require(lowWaterMark > 0 && lowWaterMark <= highWaterMark, "lowWaterMark", "1 to highWaterMark");
			require(halfOpen > 0, "halfOpen", "positive");
			require(halfOpenPerHost > 0, "halfOpenPerHost", "positive");
			require(peers > 0, "peers", "positive");
		}

		/**
		 * Return the defaults.
		 * @return the bounds
		 */
		public static Bounds defaults() {
			// Low marks: what is made long before the socket takes it has left the
			// processor's cache by then (512 KiB: a fifth less throughput at 1 KiB)
			return new Bounds(1024 * 1024, new LaneBound(1024, 4 * 1024 * 1024), new LaneBound(8192, 8 * 1024 * 1024),
					16 * 1024, 32 * 1024, 256, 32, 4096);
		}

		/**
		 * Return the same with other bounds of the lanes.
		 * @param urgent of the urgent one
		 * @param payload of the other one
		 * @return other bounds
		 */
		public Bounds withLanes(LaneBound urgent, LaneBound payload) {
			return new Bounds(this.maxFrame, urgent, payload, this.lowWaterMark, this.highWaterMark, this.halfOpen,
					this.halfOpenPerHost, this.peers);
		}

		/**
		 * Return the same with another bound of a frame.
		 * @param bytes the longest frame
		 * @return other bounds
		 */
		public Bounds withMaxFrame(int bytes) {
			return new Bounds(bytes, this.urgent, this.payload, this.lowWaterMark, this.highWaterMark, this.halfOpen,
					this.halfOpenPerHost, this.peers);
		}

	}

	/**
	 * How long is waited.
	 *
	 * @param connect for a connection to be accepted
	 * @param handshake for the handshake to be over, from then on
	 * @param close when closing, for what is queued to leave
	 * @param minBackOff between two tries to connect to a peer, after the second
	 * @param maxBackOff between two tries to connect to a peer, after many
	 */
	public record Timeouts(Duration connect, Duration handshake, Duration close, Duration minBackOff,
			Duration maxBackOff) {

		public Timeouts {
			require(connect.toMillis() > 0, "connect", "positive");
			require(handshake.toMillis() > 0, "handshake", "positive");
			require(!close.isNegative(), "close", "0 or more");
			require(minBackOff.toMillis() > 0, "minBackOff", "positive");
			require(maxBackOff.compareTo(minBackOff) >= 0, "maxBackOff", "minBackOff or more");
		}

		/**
		 * Return the defaults.
		 * @return the timeouts
		 */
		public static Timeouts defaults() {
			return new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1),
					Duration.ofMillis(50), Duration.ofSeconds(2));
		}

	}

}
