package dev.muster.pubsub.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * The questions of this member that wait for answers, bounded. Each is completed once: by
 * the last answer, by the departure of the last one that has not answered, or by time; or
 * it is taken back. Time is what the caller says it is, in milliseconds. Not safe for use
 * by many threads.
 *
 * <p>
 * The end of time is looked for among all that are open, when the earliest deadline has
 * come: they are few, and most have been answered by then.
 *
 * @param <C> what the asker keeps with a question
 * @param <A> the type of answers
 */
public final class OpenExchanges<C, A> {

	/**
	 * What {@link #nextDeadline()} returns when there is none.
	 */
	public static final long NEVER = Long.MAX_VALUE;

	private final int limit;

	private final Map<Long, Exchange<C, A>> open = new HashMap<>();

	private long lastId;

	/** No deadline is before it; there may be none at it any more. */
	private long earliest = NEVER;

	/**
	 * Create the table.
	 * @param limit how many may be open
	 */
	public OpenExchanges(int limit) {
		this.limit = limit;
	}

	/**
	 * Open an exchange.
	 * @param context what to keep with it
	 * @param members who is asked, at least one
	 * @param deadline when it ends at the latest
	 * @return the exchange, or {@code null} if there are as many as may be
	 */
	public @Nullable Exchange<C, A> open(C context, Collection<MemberId> members, long deadline) {
		if (members.isEmpty()) {
			throw new IllegalArgumentException("Nobody is asked");
		}
		if (this.open.size() >= this.limit) {
			return null;
		}
		Exchange<C, A> exchange = new Exchange<>(++this.lastId, context, members, deadline);
		this.open.put(exchange.id(), exchange);
		this.earliest = Math.min(this.earliest, deadline);
		return exchange;
	}

	/**
	 * Find an open exchange that waits for a member.
	 * @param id the number of the exchange
	 * @param member the member
	 * @return the exchange, or {@code null} if there is none, or not for that member
	 */
	public @Nullable Exchange<C, A> find(long id, MemberId member) {
		Exchange<C, A> exchange = this.open.get(id);
		return (exchange != null && exchange.isPending(member)) ? exchange : null;
	}

	/**
	 * A member answered. Of no effect unless the exchange waits for that member.
	 * @param id the number of the exchange
	 * @param member the member
	 * @param answer the answer
	 * @return the exchange, if it is complete now
	 */
	public @Nullable Exchange<C, A> answer(long id, MemberId member, A answer) {
		Exchange<C, A> exchange = find(id, member);
		if (exchange == null) {
			return null;
		}
		exchange.settle(member, new Exchange.Outcome<>(Exchange.Kind.ANSWERED, answer));
		return close(exchange) ? exchange : null;
	}

	/**
	 * Ask another member instead of one that has not answered.
	 * @param exchange the exchange
	 * @param member who was asked
	 * @param other who is asked now
	 * @return whether the exchange is open and has waited for that member
	 */
	public boolean redirect(Exchange<C, A> exchange, MemberId member, MemberId other) {
		return this.open.get(exchange.id()) == exchange && exchange.replace(member, other);
	}

	/**
	 * Members have left.
	 * @param gone tells which, given what the asker keeps with an exchange
	 * @return the exchanges that are complete now
	 */
	public List<Exchange<C, A>> depart(BiPredicate<C, MemberId> gone) {
		List<Exchange<C, A>> complete = new ArrayList<>();
		for (Exchange<C, A> exchange : new ArrayList<>(this.open.values())) {
			for (MemberId member : exchange.pending()) {
				if (gone.test(exchange.context(), member)) {
					exchange.settle(member, new Exchange.Outcome<>(Exchange.Kind.LEFT, null));
				}
			}
			if (close(exchange)) {
				complete.add(exchange);
			}
		}
		return complete;
	}

	private boolean close(Exchange<C, A> exchange) {
		return exchange.isComplete() && this.open.remove(exchange.id(), exchange);
	}

	/**
	 * Time has passed.
	 * @param now the time
	 * @return the exchanges that are over, each with those of its members that have not
	 * answered
	 */
	public List<Overdue<C, A>> expire(long now) {
		if (now < this.earliest) {
			return List.of();
		}
		List<Overdue<C, A>> overdue = new ArrayList<>();
		long next = NEVER;
		Iterator<Exchange<C, A>> exchanges = this.open.values().iterator();
		while (exchanges.hasNext()) {
			Exchange<C, A> exchange = exchanges.next();
			if (exchange.deadline() <= now) {
				exchanges.remove();
				overdue.add(new Overdue<>(exchange, exchange.pending()));
				exchange.settleAll(new Exchange.Outcome<>(Exchange.Kind.TIMED_OUT, null));
			}
			else {
				next = Math.min(next, exchange.deadline());
			}
		}
		this.earliest = next;
		return overdue;
	}

	/**
	 * Take an exchange back.
	 * @param exchange the exchange
	 * @return whether it was open
	 */
	public boolean remove(Exchange<C, A> exchange) {
		return this.open.remove(exchange.id(), exchange);
	}

	/**
	 * Take all exchanges back.
	 * @return those that were open
	 */
	public List<Exchange<C, A>> removeAll() {
		List<Exchange<C, A>> all = new ArrayList<>(this.open.values());
		this.open.clear();
		this.earliest = NEVER;
		return all;
	}

	/**
	 * Return when {@link #expire} is to be called next.
	 * @return the time, or {@link #NEVER}
	 */
	public long nextDeadline() {
		return this.earliest;
	}

	/**
	 * Return how many are open.
	 * @return how many
	 */
	public int size() {
		return this.open.size();
	}

	/**
	 * An exchange whose time is over.
	 *
	 * @param <C> what the asker keeps with it
	 * @param <A> the type of answers
	 * @param exchange the exchange, complete
	 * @param silent who has not answered
	 */
	public record Overdue<C, A>(Exchange<C, A> exchange, List<MemberId> silent) {
	}

}
