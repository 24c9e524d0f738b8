package dev.muster.pubsub.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * One question to one or several members. Changed by {@link OpenExchanges} only; when
 * that hands it out as complete, it does not change any more.
 *
 * @param <C> what the asker keeps with it
 * @param <A> the type of answers
 */
public final class Exchange<C, A> {

	private final long id;

	private final C context;

	private final long deadline;

	private final Set<MemberId> pending;

	private final Map<MemberId, Outcome<A>> outcomes = new LinkedHashMap<>(2);

	Exchange(long id, C context, Collection<MemberId> members, long deadline) {
		this.id = id;
		this.context = context;
		this.deadline = deadline;
		this.pending = new LinkedHashSet<>(members);
	}

	/**
	 * Return its number.
	 * @return the number, which no other exchange has
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Return what the asker keeps with it.
	 * @return the asker's object
	 */
	public C context() {
		return this.context;
	}

	/**
	 * Return when it ends at the latest.
	 * @return the time, in the asker's milliseconds
	 */
	public long deadline() {
		return this.deadline;
	}

	/**
	 * Return who has not answered.
	 * @return the members, a copy
	 */
	public List<MemberId> pending() {
		return new ArrayList<>(this.pending);
	}

	/**
	 * Return what came of a member that was asked.
	 * @param member the member
	 * @return the outcome, or {@code null} if it is still pending or was not asked
	 */
	public @Nullable Outcome<A> outcome(MemberId member) {
		return this.outcomes.get(member);
	}

	boolean isComplete() {
		return this.pending.isEmpty();
	}

	boolean isPending(MemberId member) {
		return this.pending.contains(member);
	}

	void settle(MemberId member, Outcome<A> outcome) {
		if (this.pending.remove(member)) {
			this.outcomes.put(member, outcome);
		}
	}

	void settleAll(Outcome<A> outcome) {
		pending().forEach((member) -> settle(member, outcome));
	}

	boolean replace(MemberId member, MemberId other) {
		if (!this.pending.remove(member)) {
			return false;
		}
		this.pending.add(other);
		return true;
	}

	/**
	 * What came of one member.
	 *
	 * @param <A> the type of answers
	 * @param kind what happened
	 * @param answer the answer, if there is one
	 */
	public record Outcome<A>(Kind kind, @Nullable A answer) {
	}

	/**
	 * What can happen.
	 */
	public enum Kind {

		/** It answered. */
		ANSWERED,

		/** It left the view before. */
		LEFT,

		/** It did not in time. */
		TIMED_OUT

	}

}
