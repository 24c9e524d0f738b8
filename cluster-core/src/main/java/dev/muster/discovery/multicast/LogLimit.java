package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets one log line per peer and minute pass. Peers beyond a limit share one. Pure; not
 * safe for use by many threads.
 */
final class LogLimit {

	static final int MAX_PEERS = 256;

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final Map<Object, Long> lastLines = new LinkedHashMap<>();

	/**
	 * Ask for a line.
	 * @param peer about whom
	 * @param now in nanoseconds since an origin of the caller's
	 * @return whether it may be written
	 */
	boolean permits(InetAddress peer, long now) {
		Iterator<Long> oldestFirst = this.lastLines.values().iterator();
		while (oldestFirst.hasNext() && now - oldestFirst.next() >= INTERVAL) {
			oldestFirst.remove();
		}
		Object key = (this.lastLines.size() < MAX_PEERS || this.lastLines.containsKey(peer)) ? peer : "all others";
		return this.lastLines.putIfAbsent(key, now) == null;
	}

	int size() {
		return this.lastLines.size();
	}

}
