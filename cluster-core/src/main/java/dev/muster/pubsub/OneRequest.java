package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A request to one responder.
 */
final class OneRequest implements Pending {

	/**
	 * Up to how many bytes a payload is kept until there is an answer, to ask another
	 * member with it.
	 */
	private static final int MAX_KEPT = 16 * 1024;

	private final Requester requester;

	private final Requester.Question question;

	private final CompletableFuture<Object> future = new CompletableFuture<>();

	/** Who has been asked. Guarded by itself. */
	private final List<Member> tried = new ArrayList<>(1);

	/** Whose open requests count this one. Guarded as well. */
	private GroupChoice.@Nullable Candidate asked;

	OneRequest(Requester requester, Requester.Question question) {
		this.requester = requester;
		this.question = question;
	}

	CompletableFuture<Object> future() {
		return this.future;
	}

	void start() {
		GroupChoice.Candidate first = choose();
		if (first == null) {
			this.future.completeExceptionally(new NoResponderException(this.question.draft().route().topic()));
			return;
		}
		Exchange<Pending, Answer> exchange = this.requester.exchanges()
			.open(this, List.of(first.member().id()), this.question.deadline());
		if (exchange == null) {
			this.future.completeExceptionally(this.requester.exchanges().rejection());
			return;
		}
		take(first);
		this.future.whenComplete((value, error) -> ended(exchange));
		if (!this.requester.ask(exchange.id(), this.question, first, true)) {
			askAnother(exchange, first.member().id(), Answer.Signal.REFUSED);
		}
	}

	private GroupChoice.@Nullable Candidate choose() {
		synchronized (this.tried) {
			GroupChoice.Candidate choice = this.requester.choose(this.question, this.tried);
			if (choice != null) {
				this.tried.add(choice.member());
			}
			return choice;
		}
	}

	@Override
	public MemberId asker() {
		return this.question.draft().self().id();
	}

	@Override
	public boolean mayAskAnother(Answer answer) {
		boolean notBegun = answer == Answer.Signal.REFUSED || answer == Answer.Signal.NOBODY;
		return notBegun && this.question.draft().body().length <= MAX_KEPT;
	}

	@Override
	public void askAnother(Exchange<Pending, Answer> exchange, MemberId member, Answer answer) {
		MemberId last = member;
		for (GroupChoice.Candidate next = choose(); next != null; next = choose()) {
			take(next);
			if (!this.requester.exchanges().redirect(exchange, last, next.member().id())) {
				take(null); // nobody waits any more
				return;
			}
			if (this.requester.ask(exchange.id(), this.question, next, false)) {
				return;
			}
			last = next.member().id();
		}
		this.requester.exchanges().settle(last, exchange.id(), answer);
	}

	/** The fewer open requests a member has, the sooner it is asked. */
	private void take(GroupChoice.@Nullable Candidate candidate) {
		GroupChoice.Candidate before;
		synchronized (this.tried) {
			before = this.asked;
			this.asked = candidate;
		}
		if (before != null && before.peer() != null) {
			before.peer().openRequests().decrementAndGet();
		}
		if (candidate != null && candidate.peer() != null) {
			candidate.peer().openRequests().incrementAndGet();
		}
	}

	private void ended(Exchange<Pending, Answer> exchange) {
		this.requester.exchanges().cancel(exchange); // of no effect if it is complete
		take(null);
	}

	@Override
	public void complete(Exchange<Pending, Answer> exchange) {
		Member last;
		Exchange.Outcome<Answer> outcome = null;
		synchronized (this.tried) {
			last = this.tried.get(0);
			for (Member member : this.tried) { // another may just be about to be asked
				if (exchange.outcome(member.id()) != null) {
					outcome = exchange.outcome(member.id());
					last = member;
				}
			}
		}
		Reply<Object> reply = this.requester.reply(this.question, last, outcome);
		if (reply.error() != null) {
			this.future.completeExceptionally(reply.error());
		}
		else {
			this.future.complete(reply.value());
		}
	}

	@Override
	public void fail(RuntimeException error) {
		this.future.completeExceptionally(error);
	}

}
