package dev.muster.test.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.transport.Refusal;

/**
 * Who was refused, bounded, the newest last.
 */
final class Refusals {

	private static final int CAPACITY = 100;

	private final Map<Key, Refusal> refusals = new LinkedHashMap<>();

	void add(String address, Refusal.Reason reason, boolean byUs, Instant now) {
		Key key = new Key(address, reason, byUs);
		Refusal before = this.refusals.remove(key);
		if (this.refusals.size() >= CAPACITY) {
			this.refusals.remove(this.refusals.keySet().iterator().next());
		}
		long count = (before != null) ? before.count() + 1 : 1;
		this.refusals.put(key, new Refusal(address, reason, byUs, count, now));
	}

	List<Refusal> newestFirst() {
		List<Refusal> list = new ArrayList<>(this.refusals.values());
		Collections.reverse(list);
		return Collections.unmodifiableList(list);
	}

	private record Key(String address, Refusal.Reason reason, boolean byUs) {
	}

}
