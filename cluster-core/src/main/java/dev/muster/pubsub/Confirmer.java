package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.exchange.Exchange;

/**
 * Publishes messages whose fate is waited for.
 */
final class Confirmer {

	private final BusContext context;

	private final InterestTable table;

	private final MessageEncoder encoder;

	private final Publisher publisher;

	private final Outbound outbound;

	private final Requester requester;

	Confirmer(BusContext context, InterestTable table, MessageEncoder encoder, Publisher publisher, Outbound outbound,
			Requester requester) {
		this.context = context;
		this.table = table;
		this.encoder = encoder;
		this.publisher = publisher;
		this.outbound = outbound;
		this.requester = requester;
	}

	CompletableFuture<DeliveryReport> publish(String topic, Object payload, PublishOptions options, Duration timeout) {
		long deadline = this.requester.deadline(timeout);
		Member self = this.table.sync();
		Route route = this.table.route(topic);
		Draft draft = this.encoder.draft(route, self, payload, options);
		DeliveryPlan plan = DeliveryPlan.of(route, options, self, Publisher.own(route, options, self),
				this.publisher.peers(route, options, self));
		plan.targets()
			.forEach((peer, target) -> this.encoder.requireSize(draft,
					envelope(Long.MAX_VALUE, target, options).length));
		Confirmation confirmation = new Confirmation(self.id(), scope(options, self));
		List<MemberId> asked = new ArrayList<>();
		if (!plan.own().isEmpty()) {
			asked.add(self.id());
		}
		plan.plain().forEach((peer) -> asked.add(peer.member().id()));
		plan.targets().keySet().forEach((peer) -> asked.add(peer.member().id()));
		if (asked.isEmpty()) {
			confirmation.completeUnasked();
			this.context.counters().published.increment();
			return confirmation.future();
		}
		Exchange<Pending, Answer> exchange = this.requester.exchanges().open(confirmation, asked, deadline);
		if (exchange == null) {
			return CompletableFuture.failedFuture(this.requester.exchanges().rejection());
		}
		confirmation.future().whenComplete((report, error) -> this.requester.exchanges().cancel(exchange));
		send(exchange, asked, draft, plan, options);
		this.context.counters().published.increment();
		return confirmation.future();
	}

	private List<Member> scope(PublishOptions options, Member self) {
		return this.context.transport().view().members().stream().filter((member) -> switch (options.scope()) {
			case ALL -> true;
			case OTHERS -> !member.equals(self);
			case LOCAL -> member.equals(self);
			case MEMBER -> member.id().equals(options.member());
		}).toList();
	}

	private static byte[] envelope(long id, DeliveryPlan.Target target, PublishOptions options) {
		return DeliveryPlan.envelope(DeliveryFrames.CONFIRMED, id, target, options.key()).encode();
	}

	private void send(Exchange<Pending, Answer> exchange, List<MemberId> asked, Draft draft, DeliveryPlan plan,
			PublishOptions options) {
		long id = exchange.id();
		Exchanges exchanges = this.requester.exchanges();
		List<Stuck> stuck = new ArrayList<>();
		if (!plan.plain().isEmpty()) {
			stuck.addAll(offer(id, draft, plan.plain(), new DeliveryPlan.Target(true, List.of()), options));
		}
		plan.targets().forEach((peer, target) -> stuck.addAll(offer(id, draft, List.of(peer), target, options)));
		long deadline = this.context.blockDeadline(exchange.deadline() - exchanges.now());
		sendHere(id, draft, plan.own(), deadline);
		for (Stuck each : stuck) { // only after all others have got it
			if (!this.outbound.send(each.peer(), each.frame(), deadline)) {
				exchanges.settle(each.peer().member().id(), id, Answer.Signal.REFUSED);
			}
		}
		for (MemberId member : asked) {
			if (!member.equals(draft.self().id()) && this.table.peer(member) == null) {
				exchanges.depart(member); // it left before
			}
		}
	}

	private List<Stuck> offer(long id, Draft draft, List<Peer> peers, DeliveryPlan.Target target,
			PublishOptions options) {
		OutboundFrame frame = ReplayRings.keep(draft.route().ring(),
				draft.enveloped(DeliveryFrames.CONFIRMED, envelope(id, target, options)));
		return this.outbound.offer(peers, frame).stream().map((peer) -> new Stuck(peer, frame)).toList();
	}

	private void sendHere(long id, Draft draft, List<LocalSubscription> own, long deadline) {
		if (own.isEmpty()) {
			return;
		}
		MemberId self = draft.self().id();
		ConfirmReceipt receipt = new ConfirmReceipt(own.size(),
				(answer) -> this.requester.exchanges().settle(self, id, answer));
		InboundMessage message = draft.inbound(this.encoder.codecs(), receipt);
		List<LocalSubscription> full = new ArrayList<>();
		for (LocalSubscription subscription : own) {
			if (!subscription.offer(message)) {
				full.add(subscription);
			}
		}
		for (LocalSubscription subscription : full) {
			if (subscription.overflow() != Overflow.BLOCK || !subscription.awaitOffer(message, deadline)) {
				receipt.refused();
			}
		}
	}

	/**
	 * A message that there was no room for.
	 */
	private record Stuck(Peer peer, OutboundFrame frame) {
	}

}
