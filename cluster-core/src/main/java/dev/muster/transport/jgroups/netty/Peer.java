package dev.muster.transport.jgroups.netty;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.transport.handshake.PeerIdentity;
import dev.muster.transport.jgroups.netty.LinkSettings.Bounds;
import dev.muster.transport.jgroups.netty.LinkSettings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A node that is sent to: what waits for it, and the connections to it. Whoever sends
 * queues the frame and wakes the event loop of the connection that is used, which writes
 * as much as the socket takes; the first frame connects. Thread-safe, never blocks.
 */
final class Peer {

	private static final int MAX_CONNECTIONS = 4;

	// Nothing waits for it; it only has to end some time
	private static final Duration REPLACED_LINGER = Duration.ofSeconds(10);

	private final InetSocketAddress address;

	private final LinkContext context;

	private final Dialer dialer;

	private final OutboundQueue queue;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Runnable drain = this::drain;

	private final Traffic traffic = new Traffic();

	// Guards what follows; nothing is called out while it is held
	private final ReentrantLock lock = new ReentrantLock();

	private final LinkChoice<Connection> choice;

	private final BackOff backOff;

	private @Nullable Connection dial;

	private boolean endDependsOnDial;

	private @Nullable PeerIdentity identity;

	private volatile @Nullable Connection active;

	private volatile @Nullable Peer knownAs;

	private volatile boolean finished;

	Peer(InetSocketAddress address, LinkContext context, Dialer dialer) {
		this.address = address;
		this.context = context;
		this.dialer = dialer;
		Bounds bounds = context.settings().bounds();
		this.queue = new OutboundQueue(bounds.urgent(), bounds.payload());
		Timeouts timeouts = context.settings().timeouts();
		this.choice = new LinkChoice<>(AddressOrder.compare(context.identity().address(), address) < 0,
				timeouts.connect().plus(timeouts.handshake()).toNanos());
		this.backOff = new BackOff(timeouts.minBackOff().toNanos(), timeouts.maxBackOff().toNanos(),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	InetSocketAddress address() {
		return this.address;
	}

	/** Return whether it is given up: another object takes its place. */
	boolean isFinished() {
		return this.finished;
	}

	/**
	 * Send a frame, now or once there is a connection.
	 * @param lane its lane
	 * @param frame with everything that goes in front
	 * @return false if it is given up; the frame is the caller's then
	 */
	boolean send(Lane lane, ByteBuf frame) {
		Peer other = this.knownAs;
		if (other != null && other.active != null && other.send(lane, frame)) {
			return true;
		}
		if (!this.queue.offer(lane, frame)) {
			return false;
		}
		wake();
		return true;
	}

	/** See that what waits is written. */
	void wake() {
		Connection current = this.active;
		if (current == null) {
			dial(false);
		}
		else if (current.isWritable()) {
			schedule(current);
		}
	}

	/** The socket takes more, whatever it seemed to a moment ago. */
	void writable(Connection connection) {
		if (this.active == connection) {
			schedule(connection);
		}
	}

	private void schedule(Connection connection) {
		if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
			try {
				connection.execute(this.drain);
			}
			catch (RejectedExecutionException ex) {
				this.scheduled.set(false); // all is being closed; the queue will be, too
			}
		}
	}

	private void drain() {
		this.scheduled.set(false); // first: what is queued from now on wakes again
		Connection current = this.active;
		if (current == null) {
			return; // who took it away has looked at the queue
		}
		if (!current.inEventLoop()) {
			schedule(current);
			return;
		}
		current.write(this.queue);
		if (this.finished && this.queue.isEmpty()) {
			current.retire(this.context.settings().timeouts().close());
		}
	}

	Traffic traffic() {
		return this.traffic;
	}

	private void dial(boolean anew) {
		Peer other = this.knownAs;
		if (other != null && other.active != null) {
			this.queue.moveTo(other.queue);
			other.wake();
			return;
		}
		Connection attempt;
		long delay;
		this.lock.lock();
		try {
			if (this.finished || this.dial != null || anew == (this.choice.size() == 0)) {
				return;
			}
			long now = System.nanoTime();
			delay = anew ? this.backOff.shortest(now) : this.backOff.delay(now);
			this.backOff.trying(now + delay);
			attempt = new Connection(this.context, this);
			this.dial = attempt;
		}
		finally {
			this.lock.unlock();
		}
		this.dialer.dial(attempt, this.address, delay);
	}

	/** Return whether a try to connect has not been called off. */
	boolean isDialling(Connection attempt) {
		this.lock.lock();
		try {
			return this.dial == attempt;
		}
		finally {
			this.lock.unlock();
		}
	}

	void dialFailed(Connection attempt, @Nullable Throwable cause) {
		boolean unreached;
		boolean ended;
		this.lock.lock();
		try {
			if (this.dial != attempt) {
				return;
			}
			this.dial = null;
			this.backOff.failed();
			unreached = this.choice.size() == 0;
			ended = unreached && this.endDependsOnDial;
			this.endDependsOnDial = false;
		}
		finally {
			this.lock.unlock();
		}
		if (unreached) {
			this.queue.clear();
			if (cause instanceof ConnectException && !(cause instanceof ConnectTimeoutException)) {
				this.context.absent(this.address);
			}
		}
		if (ended) {
			this.context.closed(this.address);
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
		this.lock.lock();
		try {
			if (this.finished) {
				return false;
			}
			long now = System.nanoTime();
			answered(connection, now);
			this.endDependsOnDial = false;
			this.identity = peer;
			superfluous = this.choice.add(connection, connection.isByUs(), now);
			if (this.choice.size() > MAX_CONNECTIONS) {
				tooMany = this.choice.oldestSpare();
				if (tooMany != null) {
					this.choice.remove(tooMany);
				}
			}
			this.active = this.choice.active();
		}
		finally {
			this.lock.unlock();
		}
		superfluous.forEach((each) -> each.retire(REPLACED_LINGER));
		if (tooMany != null) {
			tooMany.abort();
		}
		wakeIfNeeded();
		return true;
	}

	// Called with the lock held
	private void answered(Connection connection, long now) {
		if (connection.target() == this) {
			this.backOff.established(now);
		}
		if (this.dial == connection) {
			this.dial = null;
		}
	}

	/**
	 * Who was connected to under this address says that it is at another one.
	 * @param other the peer under that address
	 * @param connection the connection
	 */
	void isKnownAs(Peer other, Connection connection) {
		this.lock.lock();
		try {
			answered(connection, System.nanoTime());
			this.knownAs = other;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.moveTo(other.queue);
		other.wakeIfNeeded();
	}

	/**
	 * A connection has ended, or will not be written to any more.
	 * @param connection the connection
	 * @param announced whether the peer said so before
	 */
	void ended(Connection connection, boolean announced) {
		boolean last;
		this.lock.lock();
		try {
			boolean removed = this.choice.remove(connection);
			if (connection.target() == this && (removed || this.knownAs != null)) {
				this.backOff.ended(System.nanoTime());
			}
			last = removed && this.choice.size() == 0;
			this.active = this.choice.active();
			// One that a peer gives up has a successor, which may not be established here
			if (last && announced && this.dial != null) {
				this.endDependsOnDial = true;
				last = false;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.finished) {
			if (this.active == null) {
				this.queue.clear();
			}
		}
		else if (last && !this.context.isSelf(this.address)) {
			this.context.closed(this.address);
		}
		wakeIfNeeded();
	}

	private void wakeIfNeeded() {
		if (!this.queue.isEmpty()) {
			wake();
		}
	}

	/** Replace the connection by another one; does nothing if there is none. */
	void renew() {
		Connection current;
		boolean byUs;
		this.lock.lock();
		try {
			current = this.choice.active();
			byUs = this.choice.isActiveByUs();
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
			this.active = null;
			attempt = this.dial;
			this.dial = null;
			this.endDependsOnDial = false;
		}
		finally {
			this.lock.unlock();
		}
		all.forEach(Connection::abort);
		if (attempt != null) {
			attempt.abort();
		}
		this.queue.clear();
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
			attempt = this.dial;
			this.dial = null;
			all = this.choice.all();
		}
		finally {
			this.lock.unlock();
		}
		if (attempt != null) {
			attempt.abort();
		}
		this.queue.shut();
		all.forEach((each) -> each.abortAfter(this.context.settings().timeouts().close()));
		Connection current = this.active;
		if (current == null) {
			this.queue.clear();
		}
		else {
			schedule(current);
		}
	}

	boolean finishIfIdle() {
		this.lock.lock();
		try {
			if (this.dial != null || this.choice.size() > 0 || !this.queue.isEmpty()) {
				return false;
			}
			this.finished = true;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.close();
		return true;
	}

	/** Drop what waits, once the event loops have ended. */
	void close() {
		this.queue.close();
	}

	LinkStatistics statistics() {
		this.lock.lock();
		try {
			PeerIdentity known = this.identity;
			return new LinkStatistics(this.address, this.choice.size(), this.choice.isActiveByUs(),
					(known != null) ? known.version() : 0, (known != null) ? known.features() : 0,
					this.traffic.framesSent(), this.traffic.bytesSent(), this.traffic.framesReceived(),
					this.traffic.bytesReceived(), this.queue.frames(), this.queue.bytes(), this.queue.dropped(),
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
