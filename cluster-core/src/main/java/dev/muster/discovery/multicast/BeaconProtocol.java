package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * When a node speaks, and what it makes of what it hears. Pure: beacons and the time come
 * in, in nanoseconds since an origin of the caller's. Not safe for use by many threads.
 */
final class BeaconProtocol {

	/** An authentic beacon is not accepted with a wall clock that differs by more. */
	static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

	/**
	 * However many ask, a node speaks no more often: nobody shall have it flood others.
	 */
	static final Duration MIN_GAP = Duration.ofMillis(100);

	/** Answers are spread over this time. */
	static final Duration ANSWER_JITTER = Duration.ofMillis(20);

	/** So many announcements may be lost until a node counts as gone. */
	static final int MISSED_ANNOUNCEMENTS = 4;

	private static final long NEVER = Long.MAX_VALUE;

	private final String clusterName;

	private final UUID sender;

	private final boolean authenticated;

	private final long announceInterval;

	private final DoubleSupplier random;

	private final PeerTable peers;

	private long sequence;

	private @Nullable PeerAddress self;

	private long announceAt = NEVER;

	private long spokenAt;

	/**
	 * Create the protocol for one start of a node.
	 * @param clusterName name of the node's cluster
	 * @param sender random
	 * @param authenticated whether beacons are, so that their timestamps count
	 * @param announceInterval how often to announce
	 * @param random at least 0, less than 1
	 * @param now the time
	 */
	BeaconProtocol(String clusterName, UUID sender, boolean authenticated, Duration announceInterval,
			DoubleSupplier random, long now) {
		this.clusterName = clusterName;
		this.sender = sender;
		this.authenticated = authenticated;
		this.announceInterval = announceInterval.toNanos();
		this.random = random;
		this.peers = new PeerTable(announceInterval.multipliedBy(MISSED_ANNOUNCEMENTS));
		this.spokenAt = now - MIN_GAP.toNanos();
	}

	/**
	 * From now on, announce that this node is there.
	 * @param self where it listens, a literal address
	 * @param now the time
	 */
	void register(PeerAddress self, long now) {
		this.self = self;
		this.announceAt = now;
	}

	/**
	 * From now on, be silent.
	 * @param wallClock in milliseconds
	 * @return what to say before, or {@code null} if the others do not know this node
	 */
	@Nullable Beacon deregister(long wallClock) {
		if (this.self == null) {
			return null;
		}
		Beacon goodbye = beacon(Beacon.Kind.GOODBYE, wallClock);
		this.self = null;
		this.announceAt = NEVER;
		return goodbye;
	}

	private Beacon beacon(Beacon.Kind kind, long wallClock) {
		return new Beacon(kind, this.sender, ++this.sequence, wallClock, this.clusterName, this.self);
	}

	/**
	 * Make the next beacon of this node. One is made for each datagram.
	 * @param kind to ask or, once registered, to announce
	 * @param wallClock in milliseconds
	 * @param now the time
	 * @return the beacon
	 */
	Beacon speak(Beacon.Kind kind, long wallClock, long now) {
		this.spokenAt = now;
		if (this.self != null) { // then a query says all that an announcement says
			long jitter = (long) (this.announceInterval / 5 * (this.random.getAsDouble() - 0.5));
			this.announceAt = now + this.announceInterval + jitter;
		}
		return beacon(kind, wallClock);
	}

	/**
	 * Return how long there is nothing to say.
	 * @param now the time
	 * @return 0 if an announcement is due
	 */
	long nanosUntilAnnouncement(long now) {
		return (this.announceAt != NEVER) ? Math.max(0, this.announceAt - now) : NEVER;
	}

	/**
	 * Take what was heard.
	 * @param beacon the beacon
	 * @param fromThisMachine whether it was sent by a node on this machine
	 * @param wallClock in milliseconds
	 * @param now the time
	 * @return what it meant
	 */
	Outcome heard(Beacon beacon, boolean fromThisMachine, long wallClock, long now) {
		if (beacon.sender().equals(this.sender)) {
			return Outcome.OWN;
		}
		if (!beacon.clusterName().equals(this.clusterName)) {
			return Outcome.OTHER_CLUSTER;
		}
		if (this.authenticated && isOutOfTime(beacon.timestamp(), wallClock)) {
			return Outcome.OUT_OF_TIME;
		}
		if (!fromThisMachine && isLoopback(beacon.address())) {
			return Outcome.UNREACHABLE;
		}
		PeerTable.Heard heard = this.peers.heard(beacon, now);
		if (heard == PeerTable.Heard.REPLAYED) {
			return Outcome.REPLAYED;
		}
		// Also those for whom there is no room are told of us
		if (beacon.kind() == Beacon.Kind.QUERY && this.self != null) {
			long answerAt = now + (long) (ANSWER_JITTER.toNanos() * this.random.getAsDouble());
			this.announceAt = Math.min(this.announceAt, Math.max(answerAt, this.spokenAt + MIN_GAP.toNanos()));
		}
		return switch (heard) {
			case NEWS -> Outcome.NEWS;
			case REFUSED -> Outcome.REFUSED;
			default -> Outcome.NOTHING_NEW;
		};
	}

	private static boolean isOutOfTime(long timestamp, long wallClock) {
		long tolerance = CLOCK_TOLERANCE.toMillis();
		return timestamp < wallClock - tolerance || timestamp > wallClock + tolerance;
	}

	private static boolean isLoopback(@Nullable PeerAddress address) {
		InetAddress literal = (address != null) ? address.literal() : null;
		return literal != null && literal.isLoopbackAddress();
	}

	/**
	 * Let time pass.
	 * @param now the time
	 * @return whether {@link #addresses()} may have changed
	 */
	boolean expire(long now) {
		return this.peers.expire(now);
	}

	/**
	 * Return where the other nodes of this cluster listen.
	 * @return the addresses
	 */
	Set<PeerAddress> addresses() {
		return this.peers.addresses();
	}

	/**
	 * What a beacon meant.
	 */
	enum Outcome {

		/** There is a new address, or one is gone. */
		NEWS,

		/** A node is still there. */
		NOTHING_NEW,

		/** This node hears itself. */
		OWN,

		/** It is of another cluster. */
		OTHER_CLUSTER,

		/** It was heard before, or one that was sent later. */
		REPLAYED,

		/** It was recorded long ago, or the clocks differ. */
		OUT_OF_TIME,

		/** It listens on the loopback of another machine. */
		UNREACHABLE,

		/** There is no room for another node. */
		REFUSED

	}

}
