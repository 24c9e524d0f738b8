package dev.muster.presence;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.muster.replication.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What this member calls topics on the wire. A topic is kept for a while when its last
 * entry goes, for it is told to all others with its name. Guarded by the replica's lock.
 */
final class OwnTopics {

	/** How many topics without entries are kept. */
	static final int MAX_UNUSED = 1000;

	private final Replica<Item> replica;

	private final Map<String, OwnTopic> topics = new HashMap<>();

	private final Set<String> unused = new LinkedHashSet<>();

	OwnTopics(Replica<Item> replica) {
		this.replica = replica;
	}

	/**
	 * Return the number for an entry to tell its topic by.
	 */
	long use(String name) {
		OwnTopic topic = this.topics.get(name);
		if (topic == null) {
			topic = new OwnTopic(this.replica.add(ItemCodec.topic(name)).dot());
			this.topics.put(name, topic);
		}
		else if (topic.entries == 0) {
			this.unused.remove(name);
		}
		topic.entries++;
		return topic.number;
	}

	void release(String name) {
		OwnTopic topic = this.topics.get(name);
		if (topic != null && --topic.entries == 0) {
			this.unused.add(name);
			if (this.unused.size() > MAX_UNUSED) {
				forget(this.unused.iterator().next());
			}
		}
	}

	private void forget(String name) {
		this.unused.remove(name);
		OwnTopic topic = this.topics.remove(name);
		if (topic != null) {
			@Nullable Item unused = this.replica.remove(topic.number);
		}
	}

	private static final class OwnTopic {

		private final long number;

		private int entries;

		OwnTopic(long number) {
			this.number = number;
		}

	}

}
