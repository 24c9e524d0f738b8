package dev.muster.transport.jgroups.netty;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import dev.muster.transport.LinkTotals;

/**
 * TCP connections to other nodes, one per pair, addressed by where the other listens.
 * {@link #bind} and {@link #announce} come first.
 * <p>
 * A frame that was sent arrives once or not at all. It arrives if both nodes live, the
 * network between them works, and the receiver keeps up: what exceeds the bounds is
 * dropped and counted, as is what waits for a peer that cannot be connected to. What was
 * already written when a connection breaks is lost without being counted.
 * <p>
 * Safe for use by many threads. Nothing but {@link #bind} and {@link #close} ever blocks.
 */
public final class Links implements AutoCloseable {

	private final LinkContext context;

	private final Connector connector;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final LongAdder unsent = new LongAdder();

	/**
	 * Create links.
	 * @param settings bounds and timeouts
	 * @param security how peers prove that they may connect
	 * @param listener is told what comes and what happens
	 */
	public Links(LinkSettings settings, LinkSecurity security, LinkListener listener) {
		this.context = new LinkContext(settings, security, listener, this::dial);
		this.connector = new Connector(this.context);
	}

	private void dial(Connection attempt, InetSocketAddress address, long delay) {
		this.connector.dial(attempt, address, delay);
	}

	/**
	 * Load and initialize the classes that binding takes, which is most of its time.
	 * Binds nothing.
	 */
	public void prepare() {
		this.connector.prepare();
	}

	/**
	 * Bind a port, once. Who connects has to wait until {@link #announce} is called.
	 * @param address a local address; connections to others come from it, too
	 * @param port first port to try; 0 for any free one
	 * @param range how many further ports are tried when that one is taken
	 * @return what is bound
	 * @throws BindException if none of the ports can be bound
	 */
	public InetSocketAddress bind(InetAddress address, int port, int range) throws BindException {
		return this.connector.bind(address, port, (port == 0) ? 0 : range);
	}

	/**
	 * Say where this node listens, as peers reach it, and accept connections.
	 * @param address what is bound, or what is mapped to it
	 */
	public void announce(InetSocketAddress address) {
		this.context.announce(address);
		this.connector.accept();
	}

	/**
	 * Send a frame, connecting if need be.
	 * @param to where the peer listens, resolved
	 * @param lane which queue it waits in
	 * @param frame the frame
	 * @throws IllegalArgumentException if it is too long or the address is not resolved
	 * @throws IllegalStateException if {@link #announce} was not called
	 */
	public void send(InetSocketAddress to, Lane lane, OutboundFrame frame) {
		if (frame.size() > this.context.settings().bounds().maxFrame() || to.isUnresolved()
				|| !this.context.isAnnounced()) {
			throw cannotSend(to, frame.size());
		}
		while (!this.context.isClosing()) {
			Peer peer = this.context.peers().get(to);
			if (peer == null) {
				break;
			}
			if (peer.send(lane, frame)) {
				return;
			}
		}
		this.unsent.increment();
	}

	private RuntimeException cannotSend(InetSocketAddress to, int length) {
		if (!this.context.isAnnounced()) {
			return new IllegalStateException("Call announce() before anything is sent");
		}
		return new IllegalArgumentException(
				to.isUnresolved() ? "Resolve " + to + " before" : "A frame of " + length + " bytes is too long");
	}

	/**
	 * Close the connections to all but some peers, once what waits for them has been
	 * sent. {@link LinkListener#closed} is not told for it; another send connects again.
	 * @param keep whether to keep the connection to an address
	 */
	public void retain(Predicate<InetSocketAddress> keep) {
		for (Peer peer : this.context.peers().all()) {
			if (!keep.test(peer.address())) {
				this.context.peers().remove(peer);
				peer.finish();
			}
		}
	}

	/**
	 * Close the connection to a peer at once, and drop what waits for it: it is dead.
	 * {@link LinkListener#closed} is not told for it; another send connects again.
	 * @param peer where it listens
	 */
	public void disconnect(InetSocketAddress peer) {
		Peer known = this.context.peers().find(peer);
		if (known != null) {
			known.disconnect();
		}
	}

	/**
	 * Replace all connections by new ones, such as for new certificates. Nothing that is
	 * sent meanwhile is lost. An old one is kept where no new one can be made.
	 */
	public void rotate() {
		this.context.peers().all().forEach(Peer::renew);
	}

	/**
	 * Return what happened with each peer that is known now.
	 * @return statistics in no order, at most as many as peers may be known
	 */
	public List<LinkStatistics> statistics() {
		return this.context.peers().all().stream().map(Peer::statistics).toList();
	}

	/**
	 * Return what happened on all connections.
	 * @return totals
	 */
	public LinkTotals totals() {
		return this.context.totals(this.unsent.sum());
	}

	/**
	 * Accept and send no more, wait for what is queued to leave, not longer than the
	 * timeout for closing, and end. No listener is called afterwards.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.context.closing();
			this.connector.stopAccepting();
			this.context.peers().all().forEach(Peer::finish);
			this.connector.close(this.context.settings().timeouts().close());
			this.context.peers().all().forEach((peer) -> peer.outbox().queue().close());
		}
	}

}
