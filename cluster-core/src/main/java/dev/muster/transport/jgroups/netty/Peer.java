package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.transport.handshake.PeerIdentity;
import dev.muster.transport.jgroups.netty.LinkSettings.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * A node that is sent to: what waits for it, the connections to it, and when a connection
 * is made. Thread-safe, never blocks.
 */
final class Peer {

	private static final int MAX_CONNECTIONS = 4;

	// Nothing waits for it; it only has to end some time
	private static final Duration REPLACED_LINGER = Duration.ofSeconds(10);

	private final InetSocketAddress address;

	private final LinkContext context;

	private final Dialer dialer;

	private final Outbox outbox;

	private final Traffic traffic = new Traffic();

	// Guards what follows; nothing is called out while it is held
	private final ReentrantLock lock = new ReentrantLock();

	private final LinkChoice<Connection> choice;

	private final Dialling<Connection> dialling;

	private boolean endDependsOnDial;

	private @Nullable PeerIdentity identity;

	private volatile @Nullable Peer knownAs;

	private volatile boolean finished;

	Peer(InetSocketAddress address, LinkContext context, Dialer dialer) {
		this.address = address;
		this.context = context;
		this.dialer = dialer;
		this.outbox = new Outbox(context.settings().bounds(), () -> dial(false), this::written);
		Timeouts timeouts = context.settings().timeouts();
		this.choice = new LinkChoice<>(AddressOrder.compare(context.identity().address(), address) < 0,
				timeouts.connect().plus(timeouts.handshake()).toNanos());
		this.dialling = new Dialling<>(new BackOff(timeouts.minBackOff().toNanos(), timeouts.maxBackOff().toNanos(),
				() -> ThreadLocalRandom.current().nextDouble()));
	}

	InetSocketAddress address() {
		return this.address;
	}

	Outbox outbox() {
		return this.outbox;
	}

	Traffic traffic() {
		return this.traffic;
	}

	/** Return whether it is given up: another object takes its place. */
	boolean isFinished() {
		return this.finished;
	}

	/**
	 * Send a frame, now or once there is a connection.
	 * @param lane its lane
	 * @param frame the frame
	 * @return false if it is given up
	 */
	boolean send(Lane lane, OutboundFrame frame) {
		Peer other = reachable(this.knownAs);
		return (other != null && other.send(lane, frame)) || this.outbox.send(lane, frame);
	}

	private static @Nullable Peer reachable(@Nullable Peer other) {
		return (other != null && other.outbox.active() != null) ? other : null;
	}

	private void dial(boolean anew) {
		Peer other;
		Connection attempt = null;
		long delay = 0;
		this.lock.lock();
		try {
			other = reachable(this.knownAs);
			if (other != null) {
				this.outbox.queue().moveTo(other.outbox.queue());
			}
			else if (this.finished || this.dialling.isUnderWay() || anew == (this.choice.size() == 0)) {
				return;
			}
			else {
				attempt = new Connection(this.context, this);
				delay = this.dialling.begin(attempt, anew, System.nanoTime());
			}
		}
		finally {
			this.lock.unlock();
		}
		if (attempt != null) {
			this.dialer.dial(attempt, this.address, delay);
		}
		else if (other != null) {
			other.outbox.wakeIfNeeded();
		}
	}

	/** Return whether a try to connect has not been called off. */
	boolean isDialling(Connection attempt) {
		this.lock.lock();
		try {
			return this.dialling.is(attempt);
		}
		finally {
			this.lock.unlock();
		}
	}

	void dialFailed(Connection attempt, @Nullable Throwable cause) {
		boolean unreached;
		boolean ended;
		boolean again;
		this.lock.lock();
		try {
			if (!this.dialling.is(attempt)) {
				return;
			}
			again = this.dialling.failed();
			unreached = this.choice.size() == 0;
			ended = unreached && this.endDependsOnDial;
			this.endDependsOnDial = false;
		}
		finally {
			this.lock.unlock();
		}
		if (unreached) {
			this.outbox.queue().clear();
			if (cause != null) {
				DialFailure.of(cause).tell(this.context, this.address);
			}
		}
		if (ended) {
			this.context.closed(this.address);
		}
		if (again) {
			dial(true);
		}
	}

	/**
	 * Take a connection whose handshake is over.
	 * @param connection the connection
	 * @param peer what it says
	 * @return false if this peer is given up
	 */
	boolean established(Connection connection, PeerIdentity peer) {
		List<Connection> superfluous;
		Connection tooMany = null;
		boolean again;
		this.lock.lock();
		try {
			if (this.finished) {
				return false;
			}
			long now = System.nanoTime();
			again = connection.target() == this && this.dialling.established(connection, now);
			this.endDependsOnDial = false;
			this.identity = peer;
			superfluous = this.choice.add(connection, connection.isByUs(), now);
			if (this.choice.size() > MAX_CONNECTIONS) {
				tooMany = this.choice.oldestSpare();
				if (tooMany != null) {
					this.choice.remove(tooMany);
				}
			}
			this.outbox.use(this.choice.active());
		}
		finally {
			this.lock.unlock();
		}
		superfluous.forEach((each) -> each.retire(REPLACED_LINGER));
		if (tooMany != null) {
			tooMany.abort();
		}
		if (again) {
			dial(true);
		}
		this.outbox.wakeIfNeeded();
		return true;
	}

	/**
	 * Who was connected to under this address says that it is at another one.
	 * @param other the peer under that address
	 * @param connection the connection
	 */
	void isKnownAs(Peer other, Connection connection) {
		this.lock.lock();
		try {
			this.dialling.established(connection, System.nanoTime());
			// Before others may pass by what waits here
			this.outbox.queue().moveTo(other.outbox.queue());
			this.knownAs = other;
		}
		finally {
			this.lock.unlock();
		}
		other.outbox.wakeIfNeeded();
	}

	/**
	 * A connection has ended, or will not be written to any more.
	 * @param connection the connection
	 * @param announced whether the peer said so before
	 */
	void ended(Connection connection, boolean announced) {
		boolean last;
		boolean none;
		this.lock.lock();
		try {
			boolean removed = this.choice.remove(connection);
			if (connection.target() == this && (removed || this.knownAs != null)) {
				this.dialling.ended(System.nanoTime());
			}
			none = this.choice.size() == 0;
			last = removed && none;
			this.outbox.use(this.choice.active());
			// One that a peer gives up has a successor, which may not be established here
			if (last && announced && this.dialling.isUnderWay()) {
				this.endDependsOnDial = true;
				last = false;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.finished) {
			if (none) {
				this.outbox.queue().clear();
			}
		}
		else if (last && !this.context.isSelf(this.address)) {
			this.context.closed(this.address);
		}
		this.outbox.wakeIfNeeded();
	}

	/**
	 * Replace the connection by one that is begun from now on; does nothing if there is
	 * none.
	 */
	void renew() {
		Connection current;
		boolean byUs;
		this.lock.lock();
		try {
			current = this.choice.active();
			byUs = this.choice.isActiveByUs();
			this.dialling.again();
		}
		finally {
			this.lock.unlock();
		}
		if (byUs) {
			dial(true);
		}
		else if (current != null) {
			current.askToRenew();
		}
	}

	/** Close all connections at once, and drop what waits; another send connects. */
	void disconnect() {
		List<Connection> all;
		Connection attempt;
		this.lock.lock();
		try {
			all = this.choice.clear();
			this.outbox.use(null);
			attempt = this.dialling.callOff();
			this.endDependsOnDial = false;
		}
		finally {
			this.lock.unlock();
		}
		all.forEach(Connection::abort);
		if (attempt != null) {
			attempt.abort();
		}
		this.outbox.queue().clear();
		Peer other = this.knownAs;
		this.knownAs = null;
		if (other != null) {
			other.disconnect();
		}
	}

	/** Give it up: take no more frames, send what waits, then close. */
	void finish() {
		Connection attempt;
		List<Connection> all;
		this.lock.lock();
		try {
			this.finished = true;
			attempt = this.dialling.callOff();
			all = this.choice.all();
		}
		finally {
			this.lock.unlock();
		}
		if (attempt != null) {
			attempt.abort();
		}
		this.outbox.queue().shut();
		all.forEach((each) -> each.abortAfter(this.context.settings().timeouts().close()));
		Connection current = this.outbox.active();
		if (current == null) {
			this.outbox.queue().clear();
		}
		else {
			this.outbox.writable(current);
		}
	}

	private void written() {
		Connection current = this.outbox.active();
		if (this.finished && current != null && this.outbox.queue().isEmpty()) {
			current.retire(this.context.settings().timeouts().close());
		}
	}

	/** Give it up, if there is nothing to be lost by it. */
	boolean finishIfIdle() {
		this.lock.lock();
		try {
			if (this.dialling.isUnderWay() || this.choice.size() > 0 || !this.outbox.queue().isEmpty()) {
				return false;
			}
			this.finished = true;
		}
		finally {
			this.lock.unlock();
		}
		this.outbox.queue().close();
		return true;
	}

	LinkStatistics statistics() {
		this.lock.lock();
		try {
			PeerIdentity known = this.identity;
			OutboundQueue queue = this.outbox.queue();
			return new LinkStatistics(this.address, this.choice.size(), this.choice.isActiveByUs(),
					(known != null) ? known.version() : 0, (known != null) ? known.features() : 0,
					this.traffic.framesSent(), this.traffic.bytesSent(), this.traffic.framesReceived(),
					this.traffic.bytesReceived(), queue.frames(), queue.bytes(), queue.drops(),
					this.traffic.roundTrip());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Connects.
	 */
	interface Dialer {

		/**
		 * Connect; {@link Peer#dialFailed} or {@link Peer#established} is called then.
		 * @param attempt the connection to be
		 * @param address where to
		 * @param delay nanoseconds to wait before
		 */
		void dial(Connection attempt, InetSocketAddress address, long delay);

	}

}
