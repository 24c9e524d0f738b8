package dev.muster.transport;

import java.time.Duration;

/**
 * Bounds and timeouts of the connections between nodes. Immutable: each {@code with}
 * method returns another object.
 *
 * @param queueFrames how many frames may wait for one peer. A quarter of them may be
 * unacknowledged by it before a sender waits
 * @param queueSize how many bytes may wait for one peer. Half of them may be on their way
 * to it before a sender waits
 * @param maxPeers how many peers are known at a time; frames to and connections from more
 * are refused and counted
 * @param maxHalfOpen how many may have connected without having ended the handshake;
 * beyond it, the one that has taken longest is closed
 * @param maxHalfOpenPerHost how many of them may be of one host
 * @param connectTimeout how long a connection may take to be accepted
 * @param handshakeTimeout how long the handshake may take from then on
 * @param closeTimeout how long, when closing, is waited for what is queued to leave
 * @param minBackOff between two tries to connect to a peer, after the second
 * @param maxBackOff between two tries to connect to a peer, after many
 */
public record LinkOptions(int queueFrames, int queueSize, int maxPeers, int maxHalfOpen, int maxHalfOpenPerHost,
		Duration connectTimeout, Duration handshakeTimeout, Duration closeTimeout, Duration minBackOff,
		Duration maxBackOff) {

	private static final int MIN_FRAMES = 256;

	private static final int MIN_SIZE = 1024 * 1024;

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final LinkOptions DEFAULTS = new LinkOptions(8192, 8 * 1024 * 1024, 4096, 256, 32,
			Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(50),
			Duration.ofSeconds(2));

	public LinkOptions {
		require(queueFrames >= MIN_FRAMES, "queue-frames", "at least " + MIN_FRAMES + " are needed");
		require(queueSize >= MIN_SIZE, "queue-size", "1MB to 2047MB are possible");
		require(maxPeers > 0, "max-peers", "at least one is needed");
		require(maxHalfOpen > 0, "max-half-open", "at least one is needed");
		require(maxHalfOpenPerHost > 0, "max-half-open-per-host", "at least one is needed");
		positive(connectTimeout, "connect-timeout");
		positive(handshakeTimeout, "handshake-timeout");
		require(!closeTimeout.isNegative() && closeTimeout.compareTo(LONGEST) <= 0, "close-timeout",
				"0 to 10 minutes are possible");
		positive(minBackOff, "min-back-off");
		positive(maxBackOff, "max-back-off");
		require(maxBackOff.compareTo(minBackOff) >= 0, "max-back-off", "at least min-back-off is needed");
	}

	/**
	 * Return the defaults.
	 * @return the options
	 */
	public static LinkOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Bound what waits for a peer.
	 * @param frames how many frames may wait for one peer
	 * @param size how many bytes
	 * @return the options
	 */
	public LinkOptions withQueue(int frames, int size) {
		return new LinkOptions(frames, size, this.maxPeers, this.maxHalfOpen, this.maxHalfOpenPerHost,
				this.connectTimeout, this.handshakeTimeout, this.closeTimeout, this.minBackOff, this.maxBackOff);
	}

	/**
	 * Bound who may be connected.
	 * @param peers how many peers are known at a time
	 * @param halfOpen how many may be at the handshake
	 * @param halfOpenPerHost how many of them may be of one host
	 * @return the options
	 */
	public LinkOptions withMax(int peers, int halfOpen, int halfOpenPerHost) {
		return new LinkOptions(this.queueFrames, this.queueSize, peers, halfOpen, halfOpenPerHost, this.connectTimeout,
				this.handshakeTimeout, this.closeTimeout, this.minBackOff, this.maxBackOff);
	}

	/**
	 * Wait longer or shorter.
	 * @param connect how long a connection may take to be accepted
	 * @param handshake how long the handshake may take from then on
	 * @param close how long, when closing, is waited for what is queued to leave
	 * @return the options
	 */
	public LinkOptions withTimeouts(Duration connect, Duration handshake, Duration close) {
		return new LinkOptions(this.queueFrames, this.queueSize, this.maxPeers, this.maxHalfOpen,
				this.maxHalfOpenPerHost, connect, handshake, close, this.minBackOff, this.maxBackOff);
	}

	/**
	 * Try to connect more or less often.
	 * @param min between two tries to connect to a peer, after the second
	 * @param max between two tries to connect to a peer, after many
	 * @return the options
	 */
	public LinkOptions withBackOff(Duration min, Duration max) {
		return new LinkOptions(this.queueFrames, this.queueSize, this.maxPeers, this.maxHalfOpen,
				this.maxHalfOpenPerHost, this.connectTimeout, this.handshakeTimeout, this.closeTimeout, min, max);
	}

	// A millisecond is what timers resolve
	private static void positive(Duration duration, String name) {
		require(duration.toMillis() > 0 && duration.compareTo(LONGEST) <= 0, name,
				"1 millisecond to 10 minutes are possible");
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new InvalidTransportSettingException("links." + name, remedy);
		}
	}

}
