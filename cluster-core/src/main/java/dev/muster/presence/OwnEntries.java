package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.replication.Replica;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * The entries of this member, by session: what may be tracked, and what is. State is
 * guarded by the replica's lock.
 */
final class OwnEntries {

	private final Replica<Item> replica;

	private final PresenceTable table;

	private final PresenceContext context;

	private final OwnTopics topics;

	private final long epochMillis;

	private final Map<Long, DefaultSession> sessions = new HashMap<>();

	OwnEntries(Replica<Item> replica, PresenceTable table, PresenceContext context, long epochMillis) {
		this.replica = replica;
		this.table = table;
		this.context = context;
		this.topics = new OwnTopics(replica);
		this.epochMillis = epochMillis;
	}

	int size() {
		return this.sessions.size();
	}

	/**
	 * Check and encode what is to be tracked, before any lock is taken.
	 */
	Encoded encode(NewPresence entry) {
		try {
			String topic = entry.topic();
			TopicSyntax.requireTopic(topic);
			atMost(utf8(topic).length, "max-topic-size", this.context.settings().maxTopicSize(),
					"The topic '" + TopicSyntax.printable(topic) + "' is too long");
			byte[] key = utf8(entry.key());
			if (key.length == 0) {
				throw new IllegalArgumentException("The key of an entry of '" + topic + "' is empty");
			}
			atMost(key.length, "max-key-size", this.context.settings().maxKeySize(),
					"The key '" + TopicSyntax.printable(entry.key()) + "' is too long");
			return new Encoded(topic, key, this.context.codecs().idFor(entry.meta()), encodeMeta(entry.meta()));
		}
		catch (PresenceLimitException ex) {
			this.context.counters().refused.increment();
			throw ex;
		}
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private byte[] encodeMeta(Object meta) {
		byte[] bytes = this.context.codecs().encode(meta);
		atMost(bytes.length, "max-meta-size", this.context.settings().maxMetaSize(),
				"Metadata of " + bytes.length + " bytes is too large");
		return bytes;
	}

	private static void atMost(long value, String property, long limit, String what) {
		if (value > limit) {
			throw new PresenceLimitException(what, property, limit);
		}
	}

	List<PresenceRef> track(DefaultSession session, List<Encoded> entries) {
		List<PresenceRef> refs = new ArrayList<>(entries.size());
		this.replica.batch(() -> {
			requireRoom(session, entries);
			for (Encoded entry : entries) {
				refs.add(track(session, entry));
			}
		});
		this.context.counters().tracked.add(entries.size());
		return refs;
	}

	private PresenceRef track(DefaultSession session, Encoded entry) {
		long tenths = Math.max(0, (this.context.clock().millis() - this.epochMillis) / 100);
		byte[] body = ItemCodec.entry(this.topics.use(entry.topic()), tenths, entry.key(), entry.codec(), entry.meta());
		Tracked tracked = (Tracked) this.replica.add(body);
		this.sessions.put(tracked.dot(), session);
		session.entries().put(tracked.dot(), tracked);
		return tracked.ref();
	}

	private void requireRoom(DefaultSession session, List<Encoded> entries) {
		PresenceSettings settings = this.context.settings();
		session.requireOpen();
		try {
			atMost((long) this.sessions.size() + entries.size(), "max-entries", settings.maxEntries(),
					"This node has " + this.sessions.size() + " entries");
			if (session.isBounded()) {
				atMost((long) session.entries().size() + entries.size(), "max-session-entries",
						settings.maxSessionEntries(), "The session has " + session.entries().size() + " entries");
			}
			Map<String, Integer> more = new HashMap<>();
			for (Encoded entry : entries) {
				int added = more.merge(entry.topic(), 1, Integer::sum);
				int present = this.table.shown(entry.topic()).members().size();
				atMost((long) present + added, "max-topic-entries", settings.maxTopicEntries(),
						"The topic '" + entry.topic() + "' has " + present + " entries");
			}
		}
		catch (PresenceLimitException ex) {
			this.context.counters().refused.increment();
			throw ex;
		}
	}

	/**
	 * Update an entry.
	 * @param session whose it has to be, or {@code null} for any
	 */
	void update(@Nullable DefaultSession session, PresenceRef ref, Object meta) {
		byte[] change = change(meta);
		this.replica.batch(() -> {
			DefaultSession owner = session(session, ref);
			Tracked entry = (owner != null) ? owner.entries().get(ref.dot()) : null;
			if (owner == null || entry == null) {
				throw new IllegalArgumentException(
						"There is no entry " + ref + " of " + ((session != null) ? "this session" : "this node"));
			}
			if (this.replica.update(entry.dot(), change) instanceof Tracked updated) {
				owner.entries().put(ref.dot(), updated);
			}
		});
		this.context.counters().updated.increment();
	}

	private byte[] change(Object meta) {
		try {
			return ItemCodec.change(this.context.codecs().idFor(meta), encodeMeta(meta));
		}
		catch (PresenceLimitException ex) {
			this.context.counters().refused.increment();
			throw ex;
		}
	}

	private @Nullable DefaultSession session(@Nullable DefaultSession wanted, PresenceRef ref) {
		DefaultSession owner = isOwn(ref) ? this.sessions.get(ref.dot()) : null;
		return (wanted == null || wanted == owner) ? owner : null;
	}

	private boolean isOwn(PresenceRef ref) {
		return this.replica.self().attachment() instanceof Owner owner && owner.id() == ref.origin();
	}

	void untrack(@Nullable DefaultSession session, PresenceRef ref) {
		this.replica.batch(() -> {
			DefaultSession owner = session(session, ref);
			Tracked entry = (owner != null) ? owner.entries().remove(ref.dot()) : null;
			if (entry != null) {
				remove(ref.dot(), entry);
			}
		});
	}

	private void remove(long born, Tracked entry) {
		this.sessions.remove(born);
		@Nullable Item unused = this.replica.remove(entry.dot());
		this.topics.release(entry.topic().name());
		this.context.counters().untracked.increment();
	}

	/**
	 * Remove all entries of a session.
	 */
	void close(DefaultSession session) {
		this.replica.batch(() -> {
			session.entries().forEach(this::remove);
			session.entries().clear();
		});
	}

	/**
	 * Return the number of the operation that made an entry what it is.
	 * @return the number; that of its removal is not known
	 * @throws IllegalArgumentException if the entry was never this member's
	 */
	long version(PresenceRef ref) {
		return this.replica.read((origins) -> {
			if (!isOwn(ref) || ref.dot() > this.replica.self().version() || ref.dot() < 1) {
				throw new IllegalArgumentException("The entry " + ref + " is not this node's");
			}
			DefaultSession session = this.sessions.get(ref.dot());
			Tracked entry = (session != null) ? session.entries().get(ref.dot()) : null;
			return (entry != null) ? entry.dot() : ref.dot();
		});
	}

	/**
	 * An entry, ready to be tracked.
	 */
	record Encoded(String topic, byte[] key, int codec, byte[] meta) {
	}

}
