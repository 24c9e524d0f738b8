package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of datagrams that are not used and what to do about it, and not too often.
 * What is normal, such as another cluster in the same group, is not told. Safe for use by
 * many threads.
 */
final class BeaconLog {

	private static final Logger logger = LoggerFactory.getLogger(MulticastDiscoveryStrategy.class);

	private final int port;

	private final ReentrantLock lock = new ReentrantLock();

	private final LogLimit limit = new LogLimit();

	BeaconLog(int port) {
		this.port = port;
	}

	void rejected(InetAddress source, Rejection rejection, long now) {
		warn(source, rejection.text(), now);
	}

	void heard(InetAddress source, Beacon beacon, BeaconProtocol.Outcome outcome, long wallClock, long now) {
		switch (outcome) {
			case OUT_OF_TIME -> warn(source,
					"was sent at a time that differs from this node's by "
							+ Duration.ofMillis(beacon.timestamp()).minusMillis(wallClock).abs().toSeconds()
							+ " s: synchronize the clocks, for it cannot be told from a recorded one",
					now);
			case UNREACHABLE ->
				warn(source, "is of a node that listens on that machine's loopback only: set its bind address", now);
			case REFUSED -> warn(source, "is of one node too many: " + PeerTable.MAX_SENDERS + " are remembered", now);
			case OTHER_CLUSTER, REPLAYED -> logger.trace("{}: {} of {}", outcome, beacon, source);
			case NEWS, NOTHING_NEW, OWN -> {
			}
		}
	}

	private void warn(InetAddress source, String what, long now) {
		this.lock.lock();
		try {
			if (!this.limit.permits(source, now)) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		logger.warn("A datagram of {} to multicast port {} {}. Nothing more is said of that address for a minute",
				source.getHostAddress(), this.port, what);
	}

}
