package dev.muster.pubsub.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

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

	/** Who is asked. Arrays, since mostly it is one, and there are many exchanges. */
	private final MemberId[] members;

	/** What came of each, or {@code null}. */
	private final @Nullable Outcome<A>[] outcomes;

	private int pending;

	Exchange(long id, C context, Collection<MemberId> members, long deadline) {
		this.id = id;
		this.context = context;
		this.deadline = deadline;
		Collection<MemberId> distinct = (members.size() > 1) ? new LinkedHashSet<>(members) : members;
		this.members = distinct.toArray(new MemberId[0]);
		this.outcomes = outcomes(this.members.length);
		this.pending = this.members.length;
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

	@SuppressWarnings("unchecked")
	private static <A> @Nullable Outcome<A>[] outcomes(int count) {
		return (Outcome<A>[]) new Outcome<?>[count];
	}

	/**
	 * Return who has not answered.
	 * @return the members, a copy
	 */
	public List<MemberId> pending() {
		List<MemberId> silent = new ArrayList<>(this.pending);
		for (int i = 0; i < this.members.length; i++) {
			if (this.outcomes[i] == null) {
				silent.add(this.members[i]);
			}
		}
		return silent;
	}

	/**
	 * Return what came of a member that was asked.
	 * @param member the member
	 * @return the outcome, or {@code null} if it is still pending or was not asked
	 */
	public @Nullable Outcome<A> outcome(MemberId member) {
		int index = index(member);
		return (index >= 0) ? this.outcomes[index] : null;
	}

	boolean isComplete() {
		return this.pending == 0;
	}

	boolean isPending(MemberId member) {
		return pendingIndex(member) >= 0;
	}

	void settle(MemberId member, Outcome<A> outcome) {
		int index = pendingIndex(member);
		if (index >= 0) {
			this.outcomes[index] = outcome;
			this.pending--;
		}
	}

	void settleAll(Outcome<A> outcome) {
		pending().forEach((member) -> settle(member, outcome));
	}

	boolean replace(MemberId member, MemberId other) {
		int index = pendingIndex(member);
		if (index < 0) {
			return false;
		}
		this.members[index] = other;
		return true;
	}

	private int index(MemberId member) {
		for (int i = 0; i < this.members.length; i++) {
			if (this.members[i].equals(member)) {
				return i;
			}
		}
		return -1;
	}

	private int pendingIndex(MemberId member) {
		int index = index(member);
		return (index >= 0 && this.outcomes[index] == null) ? index : -1;
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
