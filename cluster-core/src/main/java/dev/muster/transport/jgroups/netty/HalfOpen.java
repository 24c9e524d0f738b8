package dev.muster.transport.jgroups.netty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Who has connected and not yet ended the handshake. Bounded, in all and per host: a
 * newcomer pushes out who has taken longest, so that a flood of strangers who say nothing
 * cannot keep a peer out. Thread-safe.
 *
 * @param <C> a connection
 */
final class HalfOpen<C> {

	private final int max;

	private final int maxPerHost;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<C, InetAddress> connections = new LinkedHashMap<>();

	private final Map<InetAddress, Integer> perHost = new HashMap<>();

	HalfOpen(int max, int maxPerHost) {
		this.max = max;
		this.maxPerHost = maxPerHost;
	}

	/**
	 * Add who has just connected.
	 * @param connection the connection
	 * @param host where it comes from
	 * @return the connection that must be closed for it, or {@code null}
	 */
	@Nullable C add(C connection, InetAddress host) {
		this.lock.lock();
		try {
			C oldest = null;
			if (this.perHost.getOrDefault(host, 0) >= this.maxPerHost) {
				oldest = oldest(host);
			}
			else if (this.connections.size() >= this.max) {
				oldest = oldest(null);
			}
			if (oldest != null) {
				forget(oldest);
			}
			this.connections.put(connection, host);
			this.perHost.merge(host, 1, Integer::sum);
			return oldest;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Remove who has ended the handshake, or is gone. */
	void remove(C connection) {
		this.lock.lock();
		try {
			forget(connection);
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.connections.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable C oldest(@Nullable InetAddress host) {
		for (Map.Entry<C, InetAddress> entry : this.connections.entrySet()) {
			if (host == null || host.equals(entry.getValue())) {
				return entry.getKey();
			}
		}
		return null;
	}

	private void forget(C connection) {
		InetAddress host = this.connections.remove(connection);
		if (host != null) {
			this.perHost.computeIfPresent(host, (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

}
