package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The peers that are known, by address. Bounded: one that is neither connected nor
 * connected to makes room for another. Thread-safe.
 */
final class PeerTable {

	private final int max;

	private final Function<InetSocketAddress, Peer> factory;

	private final Map<InetSocketAddress, Peer> peers = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final LongAdder refused = new LongAdder();

	PeerTable(int max, Function<InetSocketAddress, Peer> factory) {
		this.max = max;
		this.factory = factory;
	}

	/**
	 * Return who listens at an address.
	 * @param address the address
	 * @return the peer, or {@code null} if it is not known and there is no room
	 */
	@Nullable Peer get(InetSocketAddress address) {
		Peer known = this.peers.get(address);
		return (known != null && !known.isFinished()) ? known : add(address);
	}

	private @Nullable Peer add(InetSocketAddress address) {
		this.lock.lock();
		try {
			Peer known = this.peers.get(address);
			if (known != null && !known.isFinished()) {
				return known;
			}
			this.peers.remove(address);
			if (this.peers.size() >= this.max && !makeRoom()) {
				this.refused.increment();
				return null;
			}
			Peer peer = this.factory.apply(address);
			this.peers.put(address, peer);
			return peer;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean makeRoom() {
		for (Peer peer : this.peers.values()) {
			if (peer.finishIfIdle()) {
				this.peers.remove(peer.address());
				return true;
			}
		}
		return false;
	}

	/** Return who is known under an address. */
	@Nullable Peer find(InetSocketAddress address) {
		return this.peers.get(address);
	}

	void remove(Peer peer) {
		this.peers.remove(peer.address(), peer);
	}

	Collection<Peer> all() {
		return this.peers.values();
	}

	/** Return how often there was no room. */
	long refused() {
		return this.refused.sum();
	}

}
