package dev.muster.autoconfigure.transport;

import java.time.Duration;

import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.LinkOptions;

import org.springframework.util.unit.DataSize;

/**
 * Properties below {@code muster.transport.links}: bounds and timeouts of the connections
 * between nodes.
 */
public class LinkProperties {

	private static final LinkOptions DEFAULTS = LinkOptions.defaults();

	/**
	 * Number of frames that may wait for one peer; a quarter of them may be
	 * unacknowledged before a sender waits.
	 */
	private int queueFrames = DEFAULTS.queueFrames();

	/**
	 * Bytes that may wait for one peer; half of them may be on their way before a sender
	 * waits.
	 */
	private DataSize queueSize = DataSize.ofBytes(DEFAULTS.queueSize());

	/**
	 * Number of peers that are known at a time; more are refused.
	 */
	private int maxPeers = DEFAULTS.maxPeers();

	/**
	 * Number of connections that may not have ended the handshake; beyond it, the one
	 * that has taken longest is closed.
	 */
	private int maxHalfOpen = DEFAULTS.maxHalfOpen();

	/**
	 * Number of connections of one host that may not have ended the handshake.
	 */
	private int maxHalfOpenPerHost = DEFAULTS.maxHalfOpenPerHost();

	/**
	 * How long a connection may take to be accepted.
	 */
	private Duration connectTimeout = DEFAULTS.connectTimeout();

	/**
	 * How long the handshake on a connection may take.
	 */
	private Duration handshakeTimeout = DEFAULTS.handshakeTimeout();

	/**
	 * How long a closing connection waits for what is queued to leave.
	 */
	private Duration closeTimeout = DEFAULTS.closeTimeout();

	/**
	 * How long the second try to connect to a peer waits before the third.
	 */
	private Duration minBackOff = DEFAULTS.minBackOff();

	/**
	 * How long is waited between two tries to connect to a peer, at the longest.
	 */
	private Duration maxBackOff = DEFAULTS.maxBackOff();

	public int getQueueFrames() {
		return this.queueFrames;
	}

	public void setQueueFrames(int queueFrames) {
		this.queueFrames = queueFrames;
	}

	public DataSize getQueueSize() {
		return this.queueSize;
	}

	public void setQueueSize(DataSize queueSize) {
		this.queueSize = queueSize;
	}

	public int getMaxPeers() {
		return this.maxPeers;
	}

	public void setMaxPeers(int maxPeers) {
		this.maxPeers = maxPeers;
	}

	public int getMaxHalfOpen() {
		return this.maxHalfOpen;
	}

	public void setMaxHalfOpen(int maxHalfOpen) {
		this.maxHalfOpen = maxHalfOpen;
	}

	public int getMaxHalfOpenPerHost() {
		return this.maxHalfOpenPerHost;
	}

	public void setMaxHalfOpenPerHost(int maxHalfOpenPerHost) {
		this.maxHalfOpenPerHost = maxHalfOpenPerHost;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	public Duration getCloseTimeout() {
		return this.closeTimeout;
	}

	public void setCloseTimeout(Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
	}

	public Duration getMinBackOff() {
		return this.minBackOff;
	}

	public void setMinBackOff(Duration minBackOff) {
		this.minBackOff = minBackOff;
	}

	public Duration getMaxBackOff() {
		return this.maxBackOff;
	}

	public void setMaxBackOff(Duration maxBackOff) {
		this.maxBackOff = maxBackOff;
	}

	LinkOptions toOptions() {
		long size = this.queueSize.toBytes();
		if (size > Integer.MAX_VALUE) {
			throw new InvalidTransportSettingException("links.queue-size", "1MB to 2047MB are possible");
		}
		return new LinkOptions(this.queueFrames, (int) size, this.maxPeers, this.maxHalfOpen, this.maxHalfOpenPerHost,
				this.connectTimeout, this.handshakeTimeout, this.closeTimeout, this.minBackOff, this.maxBackOff);
	}

}
