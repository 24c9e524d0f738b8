package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.exchange.Exchange;

/**
 * A request to all members that have a responder.
 */
final class AllRequest implements Pending {

	private final Requester requester;

	private final Requester.Question question;

	private final List<GroupChoice.Candidate> asked;

	private final CompletableFuture<List<Reply<Object>>> future = new CompletableFuture<>();

	AllRequest(Requester requester, Requester.Question question) {
		this.requester = requester;
		this.question = question;
		Draft draft = question.draft();
		this.asked = GroupChoice.candidates(draft.route().responders(), question.options(), draft.self());
	}

	CompletableFuture<List<Reply<Object>>> future() {
		return this.future;
	}

	void start() {
		if (this.asked.isEmpty()) {
			this.future.complete(List.of());
			return;
		}
		List<MemberId> members = this.asked.stream().map((candidate) -> candidate.member().id()).toList();
		Exchange<Pending, Answer> exchange = this.requester.exchanges().open(this, members, this.question.deadline());
		if (exchange == null) {
			this.future.completeExceptionally(this.requester.exchanges().rejection());
			return;
		}
		this.future.whenComplete((value, error) -> this.requester.exchanges().cancel(exchange));
		for (GroupChoice.Candidate candidate : this.asked) {
			if (!this.requester.ask(exchange.id(), this.question, candidate, true)) {
				this.requester.exchanges().settle(candidate.member().id(), exchange.id(), Answer.Signal.REFUSED);
			}
		}
	}

	@Override
	public MemberId asker() {
		return this.question.draft().self().id();
	}

	@Override
	public void complete(Exchange<Pending, Answer> exchange) {
		List<Reply<Object>> replies = new ArrayList<>(this.asked.size());
		for (GroupChoice.Candidate candidate : this.asked) {
			Member member = candidate.member();
			Exchange.Outcome<Answer> outcome = exchange.outcome(member.id());
			if (outcome == null || outcome.answer() != Answer.Signal.NOBODY) {
				replies.add(this.requester.reply(this.question, member, outcome));
			}
		}
		this.future.complete(List.copyOf(replies));
	}

	@Override
	public void fail(RuntimeException error) {
		this.future.completeExceptionally(error);
	}

}
