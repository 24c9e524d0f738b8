package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import dev.muster.transport.SharedSecret;
import dev.muster.transport.handshake.Identity;
import dev.muster.transport.handshake.PeerIdentity;
import dev.muster.transport.jgroups.netty.LinkSettings.Protocol;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a node share: who it is, who its peers are, whom to tell, and
 * what is counted. Thread-safe.
 */
final class LinkContext {

	private static final Logger logger = LoggerFactory.getLogger(Links.class);

	private static final long LOG_INTERVAL = 60_000_000_000L;

	private final LinkSettings settings;

	private final LinkSecurity security;

	private final LinkListener listener;

	private final HalfOpen<Connection> halfOpen;

	private final PeerTable peers;

	private final LongAdder pushedOut = new LongAdder();

	private final LongAdder timedOut = new LongAdder();

	private final LongAdder brokenOff = new LongAdder();

	private final LongAdder invalid = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	private final Map<Refusal.Reason, LongAdder> refusedByUs = counters();

	private final Map<Refusal.Reason, LongAdder> refusedByPeer = counters();

	private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_INTERVAL);

	private volatile @Nullable Identity identity;

	private volatile boolean closing;

	LinkContext(LinkSettings settings, LinkSecurity security, LinkListener listener, Peer.Dialer dialer) {
		this.settings = settings;
		this.security = security;
		this.listener = listener;
		this.halfOpen = new HalfOpen<>(settings.bounds().halfOpen(), settings.bounds().halfOpenPerHost());
		this.peers = new PeerTable(settings.bounds().peers(), (address) -> new Peer(address, this, dialer));
	}

	LinkSettings settings() {
		return this.settings;
	}

	LinkSecurity security() {
		return this.security;
	}

	HalfOpen<Connection> halfOpen() {
		return this.halfOpen;
	}

	PeerTable peers() {
		return this.peers;
	}

	boolean isClosing() {
		return this.closing;
	}

	void closing() {
		this.closing = true;
	}

	void announce(InetSocketAddress address) {
		Protocol protocol = this.settings.protocol();
		SharedSecret secret = (this.security instanceof LinkSecurity.Secret given) ? given.secret() : null;
		this.identity = new Identity(protocol.clusterName(), address, protocol.minVersion(), protocol.maxVersion(),
				protocol.features(), secret, this.security instanceof LinkSecurity.Tls);
	}

	boolean isAnnounced() {
		return this.identity != null;
	}

	Identity identity() {
		Identity current = this.identity;
		if (current == null) {
			throw new IllegalStateException("Call announce() before anything is sent");
		}
		return current;
	}

	boolean isSelf(InetSocketAddress address) {
		Identity current = this.identity;
		return current != null && current.address().equals(address);
	}

	/**
	 * A handshake is over.
	 * @param connection where
	 * @param identity who the other is
	 * @return the peer, or {@code null} if there is no room for it
	 */
	@Nullable Peer established(Connection connection, PeerIdentity identity) {
		while (!this.closing) {
			Peer peer = this.peers.get(identity.address());
			if (peer == null) {
				logger.debug("No room for another peer, {}", identity.address());
				return null;
			}
			// Of a connection to ourselves one end is enough
			if (!connection.isByUs() && isSelf(identity.address())) {
				return peer;
			}
			if (peer.established(connection, identity)) {
				Peer dialled = connection.target();
				if (dialled != null && dialled != peer) {
					dialled.isKnownAs(peer, connection);
				}
				return peer;
			}
		}
		return null;
	}

	void frame(InetSocketAddress peer, ByteBuf frame) {
		try {
			this.listener.frame(peer, frame);
		}
		catch (RuntimeException ex) {
			failed("A listener of the connections failed", ex);
		}
	}

	void absent(InetSocketAddress address) {
		tell(() -> this.listener.absent(address));
	}

	void unreached(InetSocketAddress address, LinkListener.Unreached reason, String detail) {
		tell(() -> this.listener.unreached(address, reason, detail));
	}

	void closed(InetSocketAddress address) {
		tell(() -> this.listener.closed(address));
	}

	void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		LongAdder counter = (byUs ? this.refusedByUs : this.refusedByPeer).get(reason);
		if (counter != null) {
			counter.increment();
		}
		tell(() -> this.listener.refused(address, reason, byUs, detail));
	}

	void invalid(String host, String reason) {
		this.invalid.increment();
		tell(() -> this.listener.invalid(host, reason));
	}

	void unknownFrame() {
		this.unknown.increment();
		tell(this.listener::unknownFrame);
	}

	void pushedOut() {
		this.pushedOut.increment();
	}

	void timedOut() {
		this.timedOut.increment();
	}

	void brokenOff() {
		this.brokenOff.increment();
	}

	LinkTotals totals(long unsent) {
		return new LinkTotals(this.halfOpen.size(), this.pushedOut.sum(), this.timedOut.sum(), this.brokenOff.sum(),
				this.invalid.sum(), this.unknown.sum(), this.peers.refused(), unsent, sums(this.refusedByUs),
				sums(this.refusedByPeer));
	}

	private void tell(Runnable event) {
		if (this.closing) {
			return;
		}
		try {
			event.run();
		}
		catch (RuntimeException ex) {
			failed("A listener of the connections failed", ex);
		}
	}

	/** Something failed that others should not suffer from. */
	void failed(String what, Throwable ex) {
		long now = System.nanoTime();
		long last = this.loggedAt.get();
		if (now - last >= LOG_INTERVAL && this.loggedAt.compareAndSet(last, now)) {
			logger.error("{}; is logged at most once per minute", what, ex);
		}
	}

	private static Map<Refusal.Reason, LongAdder> counters() {
		Map<Refusal.Reason, LongAdder> counters = new EnumMap<>(Refusal.Reason.class);
		for (Refusal.Reason reason : Refusal.Reason.values()) {
			counters.put(reason, new LongAdder());
		}
		return counters;
	}

	private static Map<Refusal.Reason, Long> sums(Map<Refusal.Reason, LongAdder> counters) {
		Map<Refusal.Reason, Long> sums = new EnumMap<>(Refusal.Reason.class);
		counters.forEach((reason, counter) -> sums.put(reason, counter.sum()));
		return Map.copyOf(sums);
	}

}
