package dev.muster.transport.jgroups.netty;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.transport.jgroups.netty.LinkSettings.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a peer, and who writes it: whoever sends only queues the frame and wakes
 * the event loop of the connection that is used, once per burst; that one writes as much
 * as the socket takes. Thread-safe, never blocks.
 */
final class Outbox {

	private final OutboundQueue queue;

	private final Runnable connect;

	private final Runnable written;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Runnable drain = this::drain;

	private volatile @Nullable Connection active;

	/**
	 * Create an outbox.
	 * @param bounds what may wait
	 * @param connect is called when something waits and there is no connection
	 * @param written is called by an event loop when it has written something
	 */
	Outbox(Bounds bounds, Runnable connect, Runnable written) {
		this.queue = new OutboundQueue(bounds.urgent(), bounds.payload());
		this.connect = connect;
		this.written = written;
	}

	OutboundQueue queue() {
		return this.queue;
	}

	/** Return the connection that is used, or {@code null} if there is none. */
	@Nullable Connection active() {
		return this.active;
	}

	/** Use a connection from now on, or none. */
	void use(@Nullable Connection connection) {
		this.active = connection;
	}

	/**
	 * Send a frame, now or once there is a connection.
	 * @return false if the queue is closed
	 */
	boolean send(Lane lane, OutboundFrame frame) {
		if (!this.queue.offer(lane, frame)) {
			return false;
		}
		wake();
		return true;
	}

	/** See that what waits is written. */
	void wakeIfNeeded() {
		if (!this.queue.isEmpty()) {
			wake();
		}
	}

	private void wake() {
		Connection current = this.active;
		if (current == null) {
			this.connect.run();
		}
		else if (current.isWritable()) { // else it calls when it is
			schedule(current);
		}
	}

	/** The socket of a connection takes more. */
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
			return; // who took it away looks at the queue afterwards
		}
		if (!current.inEventLoop()) {
			schedule(current);
			return;
		}
		current.write(this.queue);
		this.written.run();
	}

}
