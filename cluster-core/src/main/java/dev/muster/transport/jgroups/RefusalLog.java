package dev.muster.transport.jgroups;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.transport.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers who was refused and why, and says it at most once a minute for each. Bounded:
 * the longest unheard of is forgotten. Safe for use by many threads.
 */
final class RefusalLog {

	static final int CAPACITY = 256;

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private static final Logger logger = LoggerFactory.getLogger(RefusalLog.class);

	private final InstantSource clock;

	private final Map<Key, Entry> entries = new LinkedHashMap<>();

	RefusalLog(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Take note of a refusal.
	 * @param address who
	 * @param reason why
	 * @param byUs whether we refused it, and not it us
	 * @param detail what to tell people
	 */
	void add(String address, Refusal.Reason reason, boolean byUs, String detail) {
		Instant now = this.clock.instant();
		boolean speak;
		synchronized (this) {
			Key key = new Key(address, reason, byUs);
			Entry entry = this.entries.remove(key);
			if (entry == null) {
				entry = new Entry();
			}
			this.entries.put(key, entry);
			if (this.entries.size() > CAPACITY) {
				this.entries.remove(this.entries.keySet().iterator().next());
			}
			entry.count++;
			entry.lastAt = now;
			speak = Duration.between(entry.saidAt, now).compareTo(SILENCE) >= 0;
			if (speak) {
				entry.saidAt = now;
			}
		}
		if (speak) {
			logger.warn("{} {}: {}", byUs ? "Refused" : "Refused by", address, detail);
		}
	}

	/**
	 * Return all that are remembered.
	 * @return the refusals, the newest first
	 */
	synchronized List<Refusal> refusals() {
		List<Refusal> result = new ArrayList<>();
		this.entries.forEach((key, entry) -> result.add(0,
				new Refusal(key.address(), key.reason(), key.byUs(), entry.count, entry.lastAt)));
		return List.copyOf(result);
	}

	private record Key(String address, Refusal.Reason reason, boolean byUs) {
	}

	private static final class Entry {

		private long count;

		private Instant lastAt = Instant.EPOCH;

		private Instant saidAt = Instant.EPOCH;

	}

}
