package dev.muster.pubsub;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * The streams between this member and others, also those that are gone: who vanished may
 * come back, and then goes on where it was. Bounded: who has been gone for longest is
 * forgotten first. Safe for use by many threads.
 */
final class StreamTable {

	/**
	 * How many members are remembered.
	 */
	static final int MAX_MEMBERS = 4096;

	private final Map<MemberId, Streams> streams = new LinkedHashMap<>(16, 0.75f, true);

	private final LossReports losses;

	private long epochs;

	private volatile @Nullable MemberId self;

	StreamTable(LossReports losses) {
		this.losses = losses;
	}

	/**
	 * This member is another one now, with streams of its own.
	 */
	synchronized void restarted(MemberId newSelf) {
		if (!newSelf.equals(this.self)) {
			this.self = newSelf;
			this.streams.clear();
		}
	}

	/**
	 * Return which member this one is, once there was a view.
	 */
	@Nullable MemberId self() {
		return this.self;
	}

	/**
	 * Return whether this is the lower half of this member's id.
	 */
	boolean isSelf(long receiver) {
		MemberId id = this.self;
		return id != null && id.low() == receiver;
	}

	/**
	 * Return the streams from and to a member that is in the view from now on.
	 */
	Streams join(Member member) {
		Streams joined = of(member);
		joined.inbound().joined();
		return joined;
	}

	/**
	 * Return the streams from and to another member.
	 */
	synchronized Streams of(Member member) {
		Streams found = this.streams.get(member.id());
		if (found == null) {
			found = new Streams(member, new OutboundStream(++this.epochs), new InboundStream(),
					new ReplayStreams(this.epochs));
			this.streams.put(member.id(), found);
			evict();
		}
		return found;
	}

	/**
	 * Find the streams from and to another member.
	 * @return the streams, or {@code null} if there are none
	 */
	synchronized @Nullable Streams find(MemberId member) {
		return this.streams.get(member);
	}

	/**
	 * Return whether these are the streams of the member that this one is now.
	 */
	synchronized boolean isCurrent(Streams some) {
		return this.streams.get(some.member().id()) == some;
	}

	private void evict() {
		Iterator<Streams> oldest = this.streams.values().iterator();
		while (this.streams.size() > MAX_MEMBERS && oldest.hasNext()) {
			oldest.next();
			oldest.remove();
		}
	}

	/**
	 * Members departed: from those that said goodbye nothing more is to come. Yet they
	 * are remembered, for a merge with a view that is late may bring one back for a
	 * while.
	 */
	void viewChanged(ViewChange change) {
		for (ViewChange.DepartedMember departed : change.departed()) {
			if (departed.reason() == Departure.LEFT) {
				Streams gone = find(departed.member().id());
				if (gone != null) {
					report(gone.member(), gone.inbound().left());
				}
			}
		}
	}

	/**
	 * Report messages of a member as lost, if there are any.
	 */
	void report(Member publisher, InboundStream.@Nullable Gap gap) {
		if (gap != null) {
			this.losses.report(new MessagesLost(publisher, gap.from(), gap.to()));
		}
	}

	/**
	 * Both ways.
	 *
	 * @param member the other member
	 * @param outbound to it
	 * @param inbound from it
	 * @param replay those of messages that are kept, both ways
	 */
	record Streams(Member member, OutboundStream outbound, InboundStream inbound, ReplayStreams replay) {
	}

}
