package dev.muster.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.muster.wire.MalformedBytesException;
import dev.muster.wire.WireReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what is here of an origin, and tells the listener. What is here is always the
 * result of the first operations of the origin's log, up to its version: that is what
 * makes replicas agree.
 *
 * @param <E> the type of entries
 */
final class Applier<E extends Entry> {

	private static final Logger logger = LoggerFactory.getLogger(Replica.class);

	/** Others may be configured to have more; this is for those that do not stop. */
	private static final int TOLERANCE = 4;

	private final ReplicaListener<E> listener;

	private final ReplicaCounters counters;

	private final Set<Rule> rules;

	private final long maxEntries;

	Applier(ReplicaListener<E> listener, ReplicaCounters counters, Set<Rule> rules, long maxEntries) {
		this.listener = listener;
		this.counters = counters;
		this.rules = rules;
		this.maxEntries = maxEntries * TOLERANCE;
	}

	/**
	 * Tell the listener something.
	 */
	void tell(Consumer<ReplicaListener<E>> event) {
		try {
			event.accept(this.listener);
		}
		catch (RuntimeException ex) {
			this.counters.listenerFailures++;
			if (this.counters.listenerFailures == 1) {
				logger.error("The listener of a replica failed; further failures are counted only", ex);
			}
		}
	}

	void add(Origin<E> origin, E entry) {
		origin.live().add(entry);
		tell((each) -> each.added(origin, entry));
	}

	E create(Origin<E> origin, long dot, byte[] body) {
		return this.listener.create(origin, dot, body);
	}

	E replace(Origin<E> origin, long dot, E before, byte[] change) {
		E after = this.listener.update(origin, dot, before, change);
		origin.live().remove(before.dot());
		origin.live().add(after);
		tell((each) -> each.updated(origin, before, after));
		return after;
	}

	void remove(Origin<E> origin, E entry) {
		origin.live().remove(entry.dot());
		tell((each) -> each.removed(origin, entry));
	}

	/**
	 * Apply the operations of a delta that are new here. Those before one that makes no
	 * sense are applied.
	 * @param from the number that the first one follows on: not above the version
	 * @throws MalformedBytesException if an operation makes no sense
	 */
	void apply(Origin<E> origin, long from, WireReader operations) {
		long number = from;
		long version = origin.version();
		long done = version;
		try {
			while (operations.remaining() > 0) {
				applyNext(origin, ++number, number > version, operations);
				done = Math.max(done, number);
			}
		}
		finally {
			if (done != version) {
				this.counters.applied += done - version;
				origin.setVersion(done);
			}
		}
	}

	private void applyNext(Origin<E> origin, long number, boolean isNew, WireReader reader) {
		long head = reader.readVarLong();
		long value = head >>> 2;
		switch ((int) (head & 3)) {
			case Frames.ADD -> {
				byte[] body = readBody(reader, value);
				if (isNew) {
					requireRoom(origin);
					add(origin, create(origin, number, body));
				}
			}
			case Frames.REMOVE -> {
				long dot = dot(number, value);
				E entry = isNew ? origin.live().find(dot) : null;
				if (entry != null) {
					remove(origin, entry);
				}
			}
			case Frames.UPDATE -> {
				long dot = dot(number, value);
				byte[] body = readBody(reader, reader.readVarLong());
				E entry = isNew ? origin.live().find(dot) : null;
				if (entry != null) {
					replace(origin, number, entry, body);
				}
			}
			default -> readBody(reader, reader.readVarLong()); // of a later version
		}
	}

	private static byte[] readBody(WireReader reader, long length) {
		if (length > reader.remaining()) {
			throw new MalformedBytesException("a body of " + length + " bytes is longer than its frame");
		}
		return reader.readBytes((int) length);
	}

	private static long dot(long number, long distance) {
		if (distance < 1 || distance >= number) {
			throw new MalformedBytesException("operation " + number + " is about an entry " + distance + " before it");
		}
		return number - distance;
	}

	private void requireRoom(Origin<E> origin) {
		if (origin.live().size() >= this.maxEntries) {
			throw new MalformedBytesException("a member has more than " + this.maxEntries + " entries");
		}
	}

	/**
	 * Take a part of a snapshot into its staging.
	 */
	void stage(Origin<E> origin, Staging<E> staging, WireReader part) {
		staging.read(part, origin, this.listener, this.maxEntries);
		if (!this.rules.contains(Rule.COMMITTED_ONCE)) {
			addMissing(origin, staging);
		}
	}

	/**
	 * Let a snapshot that is whole take effect. It is newer than what is here, which is
	 * not older than its base: so what is here lacks nothing up to the base.
	 */
	void commit(Origin<E> origin, Staging<E> snapshot) {
		List<E> gone = new ArrayList<>();
		for (LiveBlock<E> block : origin.live().blocks()) {
			for (int i = 0; i < block.count(); i++) {
				E entry = block.get(i);
				if (entry.dot() <= snapshot.base() ? snapshot.isGone(entry.dot()) : isGoneAbove(snapshot, entry)) {
					gone.add(entry);
				}
			}
		}
		gone.forEach((entry) -> remove(origin, entry));
		addMissing(origin, snapshot);
		origin.setVersion(snapshot.version());
		this.counters.snapshots++;
	}

	private boolean isGoneAbove(Staging<E> snapshot, E entry) {
		if (!this.rules.contains(Rule.EXHAUSTIVE_ABOVE_BASE)) {
			return false;
		}
		if (!this.rules.contains(Rule.DIGEST_ENDS_AT_BASE) && snapshot.isOmitted(LiveBlock.idOf(entry.dot()))) {
			return false;
		}
		return !snapshot.lists(entry.dot());
	}

	private void addMissing(Origin<E> origin, Staging<E> snapshot) {
		for (E entry : snapshot.entries()) {
			if (origin.live().find(entry.dot()) == null) {
				add(origin, entry);
			}
		}
	}

	/**
	 * Forget what is here of an origin that keeps its place.
	 */
	void reset(Origin<E> origin) {
		origin.entries().forEach((entry) -> remove(origin, entry));
		origin.setVersion(0);
	}

}
