package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.exchange.Exchange;

/**
 * A message whose fate is waited for.
 */
final class Confirmation implements Pending {

	private final MemberId asker;

	private final List<Member> scope;

	private final CompletableFuture<DeliveryReport> future = new CompletableFuture<>();

	/**
	 * Create one.
	 * @param asker who this member is
	 * @param scope whom the message is to reach; who is not asked has no subscriber
	 */
	Confirmation(MemberId asker, List<Member> scope) {
		this.asker = asker;
		this.scope = scope;
	}

	CompletableFuture<DeliveryReport> future() {
		return this.future;
	}

	/**
	 * Nobody is asked, for nobody wants it.
	 */
	void completeUnasked() {
		Map<Member, DeliveryReport.Verdict> verdicts = new LinkedHashMap<>();
		this.scope.forEach((member) -> verdicts.put(member, DeliveryReport.Verdict.NO_SUBSCRIBER));
		this.future.complete(new DeliveryReport(verdicts));
	}

	@Override
	public MemberId asker() {
		return this.asker;
	}

	@Override
	public void complete(Exchange<Pending, Answer> exchange) {
		Map<Member, DeliveryReport.Verdict> verdicts = new LinkedHashMap<>();
		for (Member member : this.scope) {
			Exchange.Outcome<Answer> outcome = exchange.outcome(member.id());
			verdicts.put(member, (outcome != null) ? verdict(outcome) : DeliveryReport.Verdict.NO_SUBSCRIBER);
		}
		this.future.complete(new DeliveryReport(verdicts));
	}

	private static DeliveryReport.Verdict verdict(Exchange.Outcome<Answer> outcome) {
		return switch (outcome.kind()) {
			case LEFT -> DeliveryReport.Verdict.LEFT;
			case TIMED_OUT -> DeliveryReport.Verdict.TIMED_OUT;
			case ANSWERED -> {
				if (outcome.answer() == Answer.Signal.DELIVERED) {
					yield DeliveryReport.Verdict.DELIVERED;
				}
				yield (outcome.answer() == Answer.Signal.NOBODY) ? DeliveryReport.Verdict.NO_SUBSCRIBER
						: DeliveryReport.Verdict.REFUSED;
			}
		};
	}

	@Override
	public void fail(RuntimeException error) {
		this.future.completeExceptionally(error);
	}

}
