package dev.muster.presence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.muster.replication.Entries;
import dev.muster.replication.Origin;
import dev.muster.replication.ReplicaListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the logs of all members become, and keeps the table accordingly. What would
 * take long is left to {@link #work}: to tell listeners of a member that went or came,
 * and to clear away what one that is gone had. All methods are called with the replica's
 * lock held.
 */
final class PresenceLog implements ReplicaListener<Item> {

	private static final int CHUNK = 128;

	private final PresenceTable table;

	private final PresenceContext context;

	private final LongSupplier nanoTime;

	/** Called when there is something to do for {@link #work}. */
	private final Runnable wake;

	private final Deque<Remains> leaving = new ArrayDeque<>();

	private final Deque<Remains> purges = new ArrayDeque<>();

	private final Map<Long, Owner> byId = new HashMap<>();

	private int owners;

	private Cause cause = Cause.LOCAL;

	private boolean stale;

	private @Nullable Iterator<TopicState> sweep;

	PresenceLog(PresenceTable table, PresenceContext context, LongSupplier nanoTime, Runnable wake) {
		this.table = table;
		this.context = context;
		this.nanoTime = nanoTime;
		this.wake = wake;
	}

	Owner owner(Origin<Item> origin) {
		if (origin.attachment() instanceof Owner owner) {
			return owner;
		}
		Owner owner = new Owner(++this.owners, origin::member);
		origin.attach(owner);
		return owner;
	}

	@Override
	public Item create(Origin<Item> origin, long dot, byte[] body) {
		return ItemCodec.read(dot, body);
	}

	@Override
	public Item update(Origin<Item> origin, long dot, Item before, byte[] change) {
		if (before instanceof Tracked entry && change.length > 0) {
			return new Tracked(dot, ItemCodec.updated(entry, change));
		}
		return new Item.Unknown(dot, change, true);
	}

	@Override
	public void added(Origin<Item> origin, Item item) {
		begin(origin);
		Owner owner = owner(origin);
		if (item instanceof Tracked entry) {
			added(origin, owner, entry);
		}
		else if (item instanceof TopicDefinition definition) {
			definition.bind(this.table.define(ItemCodec.topicName(definition)), owner);
		}
		else if (item instanceof Item.Identity identity) {
			owner.identify(identity);
			supersede(this.byId.put(owner.id(), owner), owner);
		}
		else if (item instanceof Item.Unknown unknown && unknown.isMalformed()) {
			this.context.counters().malformed.increment();
		}
	}

	/** A node that started again may be here before its earlier incarnation is gone. */
	private void supersede(@Nullable Owner earlier, Owner owner) {
		if (earlier != null && earlier != owner && !isLeaving(earlier)) {
			earlier.supersede();
			this.table.hide(earlier, this.cause);
			sweep();
		}
	}

	private boolean isLeaving(Owner owner) {
		return this.leaving.stream().anyMatch((remains) -> remains.owner() == owner);
	}

	private void added(Origin<Item> origin, Owner owner, Tracked entry) {
		if (!(origin.find(ItemCodec.topic(entry.body())) instanceof TopicDefinition definition)
				|| !definition.isBound()) {
			this.context.counters().malformed.increment();
			return;
		}
		entry.bind(definition);
		owner.count(1);
		Tracked left = this.leaving.isEmpty() ? null : left(entry);
		if (left != null) {
			this.context.counters().handedOver.increment();
			this.table.update(left, entry);
		}
		else {
			this.table.add(entry);
		}
	}

	/**
	 * Find the entry of the same key that a member which said goodbye has left: the same
	 * one if that member is back, else any.
	 */
	private @Nullable Tracked left(Tracked entry) {
		PresenceRef ref = entry.ref();
		Tracked[] found = new Tracked[1];
		this.table.current(entry.topic()).find(entry.keyBytes(), (other) -> {
			if (isLeaving(other.owner()) && (found[0] == null || other.ref().equals(ref))) {
				found[0] = other;
			}
		});
		return found[0];
	}

	@Override
	public void removed(Origin<Item> origin, Item item) {
		begin(origin);
		forget(item);
	}

	private void forget(Item item) {
		if (item instanceof Tracked entry && entry.isBound()) {
			entry.owner().count(-1);
			this.table.remove(entry);
		}
		else if (item instanceof TopicDefinition definition && definition.isBound()) {
			this.table.undefine(definition.topic());
		}
	}

	@Override
	public void updated(Origin<Item> origin, Item before, Item after) {
		if (before instanceof Tracked old && old.isBound() && after instanceof Tracked entry) {
			begin(origin);
			entry.bind(old.definition());
			this.table.update(old, entry);
		}
		else {
			removed(origin, before);
			added(origin, after);
		}
	}

	@Override
	public void shown(Origin<Item> origin) {
		Owner owner = owner(origin);
		if (this.table.hidden().has(owner.number()) && !owner.isSuperseded()) {
			this.table.show(owner, this.cause);
			sweep();
		}
	}

	@Override
	public void hidden(Origin<Item> origin) {
		this.table.hide(owner(origin), this.cause);
		sweep();
	}

	@Override
	public void gone(Origin<Item> origin, Entries<Item> entries, boolean wasVisible) {
		Owner owner = owner(origin);
		origin.attach(null); // if it comes back, it is somebody else
		this.byId.remove(owner.id(), owner);
		if (entries.size() == 0) {
			return;
		}
		long grace = this.context.settings().handOver().toNanos();
		Remains remains = new Remains(owner, entries.iterator(), this.nanoTime.getAsLong() + grace);
		if (wasVisible && grace > 0 && !owner.isSuperseded()) {
			this.leaving.add(remains);
			this.wake.run();
		}
		else {
			end(remains);
		}
	}

	private void end(Remains remains) {
		this.table.hide(remains.owner(), this.cause);
		this.purges.add(remains);
		sweep();
	}

	private void sweep() {
		this.stale = true;
		this.wake.run();
	}

	private void begin(Origin<Item> origin) {
		Cause now = origin.isSelf() ? Cause.LOCAL : origin.isCurrent() ? Cause.REMOTE : Cause.RESYNC;
		if (now != this.cause) {
			this.table.commit(this.cause);
			this.cause = now;
		}
	}

	@Override
	public void batchEnded() {
		this.table.commit(this.cause);
	}

	/**
	 * Do some of what is left to do.
	 * @param deadline when to stop
	 * @return when to go on: a time, not after now if there is more to do at once, or
	 * {@link Long#MAX_VALUE} if there is nothing
	 */
	long work(long deadline) {
		while (!this.leaving.isEmpty() && this.nanoTime.getAsLong() - this.leaving.element().deadline() >= 0) {
			end(this.leaving.remove());
		}
		boolean more = tell(deadline) || clear(deadline);
		if (more) {
			return this.nanoTime.getAsLong();
		}
		return this.leaving.isEmpty() ? Long.MAX_VALUE : this.leaving.element().deadline();
	}

	/** Tell listeners, topic by topic, of owners that were hidden or shown. */
	private boolean tell(long deadline) {
		Iterator<TopicState> topics = this.sweep;
		while (topics != null || this.stale) {
			if (topics == null) {
				this.stale = false;
				topics = this.table.topics().iterator();
			}
			for (int i = 0; i < CHUNK && topics.hasNext(); i++) {
				this.table.reportHidden(topics.next());
			}
			topics = topics.hasNext() ? topics : null;
			if (this.nanoTime.getAsLong() - deadline >= 0) {
				break;
			}
		}
		this.sweep = topics;
		return topics != null || this.stale;
	}

	/** Clear away what members had that are gone; it is hidden already. */
	private boolean clear(long deadline) {
		while (!this.purges.isEmpty()) {
			Remains remains = this.purges.element();
			for (int i = 0; i < CHUNK && remains.items().hasNext(); i++) {
				forget(remains.items().next());
			}
			this.table.commit(Cause.NODE_DOWN);
			if (!remains.items().hasNext()) {
				this.purges.remove();
				this.table.show(remains.owner(), Cause.NODE_DOWN); // it has nothing
			}
			if (this.nanoTime.getAsLong() - deadline >= 0) {
				break;
			}
		}
		return !this.purges.isEmpty();
	}

	/**
	 * What a member that is gone has left.
	 */
	private record Remains(Owner owner, Iterator<Item> items, long deadline) {
	}

}
