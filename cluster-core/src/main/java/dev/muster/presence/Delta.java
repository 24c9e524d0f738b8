package dev.muster.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.muster.codec.PayloadCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A step of a topic, before anybody looks at it: what was shown, what is, and which
 * changes lie between if somebody wrote them down. The steps of a topic make a chain.
 */
final class Delta {

	private final TopicState topic;

	private final Shown before;

	private final Shown after;

	private final @Nullable Collection<Change> changes;

	private final Cause cause;

	/** All listeners get the same one. May be made twice, which does no harm. */
	private volatile @Nullable PresenceDiff diff;

	Delta(TopicState topic, Shown before, Shown after, @Nullable Collection<Change> changes, Cause cause) {
		this.topic = topic;
		this.before = before;
		this.after = after;
		this.changes = changes;
		this.cause = cause;
	}

	TopicState topic() {
		return this.topic;
	}

	/**
	 * Return this step and the next one as one.
	 */
	Delta and(Delta next) {
		Cause both = (this.cause == Cause.STATE) ? Cause.STATE : Cause.CATCH_UP;
		return new Delta(this.topic, this.before, next.after, null, both);
	}

	PresenceDiff toDiff(PayloadCodecs codecs) {
		PresenceDiff known = this.diff;
		if (known == null) {
			known = makeDiff(codecs);
			this.diff = known;
		}
		return known;
	}

	private PresenceDiff makeDiff(PayloadCodecs codecs) {
		List<PresenceEntry> joins = new ArrayList<>();
		List<PresenceUpdate> updates = new ArrayList<>();
		List<PresenceEntry> leaves = new ArrayList<>();
		for (Change change : (this.changes != null) ? this.changes : this.before.changesTo(this.after)) {
			Tracked old = change.before();
			Tracked current = change.after();
			if (old == null && current != null) {
				joins.add(current.toEntry(codecs));
			}
			else if (old != null && current == null) {
				leaves.add(old.toEntry(codecs));
			}
			else if (old != null && current != null) {
				updates.add(new PresenceUpdate(old.toEntry(codecs), current.toEntry(codecs)));
			}
		}
		return new PresenceDiff(this.topic.name(), joins, updates, leaves, this.cause);
	}

}
