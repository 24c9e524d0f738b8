package dev.muster.pubsub;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;

import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.pubsub.exchange.Exchange;
import dev.muster.pubsub.exchange.OpenExchanges;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this member, and its messages to be confirmed, that wait for answers.
 * Safe for use by many threads: the table is changed under a lock, and what its changes
 * lead to is done without it.
 */
final class Exchanges {

	private final Object lock = new Object();

	private final BusContext context;

	private final OpenExchanges<Pending, Answer> table;

	private final DeadlineAlarm alarm;

	private final Cancellation cancellation;

	private final LongAdder opened = new LongAdder();

	private final LongAdder timedOut = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final LongAdder late = new LongAdder();

	private boolean closed;

	/**
	 * Create the table.
	 * @param context the bus's parts
	 * @param cancellation tells members that nobody waits any more
	 */
	Exchanges(BusContext context, Cancellation cancellation) {
		this.context = context;
		this.table = new OpenExchanges<>(context.settings().maxOpenRequests());
		this.alarm = new DeadlineAlarm(context, this::expire);
		this.cancellation = cancellation;
	}

	long now() {
		return this.context.millis().getAsLong();
	}

	/**
	 * Open an exchange.
	 * @return the exchange, or {@code null} if too many are open
	 * @throws NotRunningException if this is closed
	 */
	@Nullable Exchange<Pending, Answer> open(Pending pending, Collection<MemberId> members, long deadline) {
		Exchange<Pending, Answer> exchange;
		synchronized (this.lock) {
			if (this.closed) {
				throw new NotRunningException();
			}
			exchange = this.table.open(pending, members, deadline);
		}
		if (exchange == null) {
			this.rejected.increment();
			return null;
		}
		this.opened.increment();
		this.alarm.set(deadline);
		return exchange;
	}

	RequestRejectedException rejection() {
		return new RequestRejectedException("There are " + this.context.settings().maxOpenRequests()
				+ " requests and messages to be confirmed open on this node, as many as may be"
				+ " (muster.pubsub.max-open-requests)");
	}

	/**
	 * A member answered.
	 * @param completions gets what is to be done about it
	 */
	void answered(MemberId member, long id, Answer answer, Completions completions) {
		Exchange<Pending, Answer> exchange;
		boolean another;
		boolean complete = false;
		synchronized (this.lock) {
			exchange = this.table.find(id, member);
			another = exchange != null && exchange.context().mayAskAnother(answer);
			if (exchange != null && !another) {
				complete = this.table.answer(id, member, answer) != null;
			}
		}
		if (exchange == null) {
			this.late.increment();
		}
		else if (another) {
			completions.add(() -> exchange.context().askAnother(exchange, member, answer));
		}
		else if (complete) {
			completions.add(() -> exchange.context().complete(exchange));
		}
	}

	/**
	 * This member itself has an answer, or knows that none will come. What depends on it
	 * is run by a task of its own.
	 */
	void settle(MemberId member, long id, Answer answer) {
		Exchange<Pending, Answer> complete;
		synchronized (this.lock) {
			complete = this.table.answer(id, member, answer);
		}
		if (complete != null) {
			Completions.execute(this.context.executor(), () -> complete.context().complete(complete));
		}
	}

	/**
	 * Ask another member instead of one.
	 * @return whether somebody still waits
	 */
	boolean redirect(Exchange<Pending, Answer> exchange, MemberId member, MemberId other) {
		synchronized (this.lock) {
			return this.table.redirect(exchange, member, other);
		}
	}

	/**
	 * A member is gone.
	 */
	void depart(MemberId member) {
		depart((pending, each) -> each.equals(member));
	}

	/**
	 * Members are gone.
	 * @param gone tells who is, for what was asked
	 */
	void depart(BiPredicate<Pending, MemberId> gone) {
		List<Exchange<Pending, Answer>> complete;
		synchronized (this.lock) {
			complete = this.table.depart(gone);
		}
		complete(complete);
	}

	private void expire() {
		List<OpenExchanges.Overdue<Pending, Answer>> overdue;
		long next;
		synchronized (this.lock) {
			overdue = this.table.expire(now());
			next = this.table.nextDeadline();
		}
		this.timedOut.add(overdue.size());
		if (next != OpenExchanges.NEVER) {
			this.alarm.set(next);
		}
		overdue.forEach((each) -> this.cancellation.cancel(each.exchange().id(), each.silent()));
		complete(overdue.stream().map(OpenExchanges.Overdue::exchange).toList());
	}

	private void complete(List<Exchange<Pending, Answer>> exchanges) {
		if (!exchanges.isEmpty()) {
			Completions completions = new Completions();
			exchanges.forEach((each) -> completions.add(() -> each.context().complete(each)));
			completions.execute(this.context.executor());
		}
	}

	/**
	 * Nobody waits for the answers any more.
	 */
	void cancel(Exchange<Pending, Answer> exchange) {
		List<MemberId> silent;
		synchronized (this.lock) {
			silent = this.table.remove(exchange) ? exchange.pending() : List.of();
		}
		if (!silent.isEmpty()) {
			this.cancellation.cancel(exchange.id(), silent);
		}
	}

	int size() {
		synchronized (this.lock) {
			return this.table.size();
		}
	}

	/** With what {@link ServedRequests} counts, what there is to tell. */
	RequestStatistics statistics(ServedRequests served) {
		return new RequestStatistics(size(), this.opened.sum(), this.timedOut.sum(), this.rejected.sum(),
				this.late.sum(), served.size(), served.served(), served.refused(), served.expired(),
				served.unanswered());
	}

	void close() {
		List<Exchange<Pending, Answer>> open;
		synchronized (this.lock) {
			this.closed = true;
			open = this.table.removeAll();
		}
		open.forEach((each) -> each.context().fail(new NotRunningException()));
	}

	/**
	 * Tells members that nobody waits for their answer any more.
	 */
	@FunctionalInterface
	interface Cancellation {

		void cancel(long id, List<MemberId> members);

	}

}
