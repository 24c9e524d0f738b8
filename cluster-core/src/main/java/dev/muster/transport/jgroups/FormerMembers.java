package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where members were that are in the view no more: a separated part of the cluster is
 * found again there even when discovery is silent. Bounded in number and time. Not
 * thread-safe.
 */
final class FormerMembers {

	static final int CAPACITY = 256;

	static final long REMEMBERED_FOR = Duration.ofHours(1).toNanos();

	private final Map<InetSocketAddress, Long> since = new LinkedHashMap<>();

	void add(InetSocketAddress address, long now) {
		this.since.remove(address);
		this.since.put(address, now);
		if (this.since.size() > CAPACITY) {
			this.since.remove(this.since.keySet().iterator().next());
		}
	}

	Set<InetSocketAddress> addresses(long now) {
		this.since.values().removeIf((added) -> now - added > REMEMBERED_FOR);
		return Set.copyOf(this.since.keySet());
	}

}
