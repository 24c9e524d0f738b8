package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.muster.ClusterView;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import org.jspecify.annotations.Nullable;

/**
 * All that is more than a message to everybody: messages for groups, requests, and
 * messages to be confirmed, on their way out and in.
 */
final class Delivery {

	private static final LocalSubscription[] NO_SUBSCRIPTIONS = {};

	private final BusContext context;

	private final InterestTable table;

	private final Outbound outbound;

	private final Exchanges exchanges;

	private final ServedRequests served;

	private final Requester requester;

	private final Confirmer confirmer;

	Delivery(BusContext context, InterestTable table, MessageEncoder encoder, Publisher publisher, Outbound outbound) {
		this.context = context;
		this.table = table;
		this.outbound = outbound;
		this.served = new ServedRequests(context, encoder);
		this.exchanges = new Exchanges(context, this::tellCancelled);
		this.requester = new Requester(context, table, encoder, outbound, this.exchanges, this.served);
		this.confirmer = new Confirmer(context, table, encoder, publisher, outbound, this.requester);
	}

	Requester requester() {
		return this.requester;
	}

	Confirmer confirmer() {
		return this.confirmer;
	}

	Exchanges exchanges() {
		return this.exchanges;
	}

	ServedRequests served() {
		return this.served;
	}

	RequestStatistics statistics() {
		return this.exchanges.statistics(this.served);
	}

	private void tellCancelled(long id, List<MemberId> members) {
		for (MemberId member : members) {
			Peer peer = this.table.peer(member);
			if (peer == null) {
				this.served.cancel(member, id); // this member itself, or one that left
			}
			else {
				this.outbound.sendIfRoom(peer, DeliveryFrames.cancel(id));
			}
		}
	}

	/**
	 * A message with an envelope came.
	 * @param peer who sent it
	 * @param envelope the envelope
	 * @param route where messages of its topic go
	 * @param message makes the message
	 * @param deliver puts it into queues, waiting for room where the policy is to wait
	 */
	void received(Peer peer, Envelope envelope, Route route, Function<@Nullable Receipt, InboundMessage> message,
			BiConsumer<LocalSubscription[], InboundMessage> deliver) {
		if (envelope.type() == DeliveryFrames.ASKED) {
			RouteGroup responders = route.responders();
			this.served.serve(this.table.self(), new ServedRequest.Key(peer.member().id(), envelope.id()),
					envelope.remaining(),
					GroupChoice.inOrder(responders, responders.inbound(), envelope.keyed(), envelope.keyHash()),
					(answer) -> answer(peer, envelope.id(), answer), message::apply);
			return;
		}
		boolean confirm = envelope.type() == DeliveryFrames.CONFIRMED;
		LocalSubscription[] subscriptions = subscriptions(envelope, route);
		if (subscriptions.length == 0) {
			this.context.counters().unclaimed.increment();
			if (confirm) {
				answer(peer, envelope.id(), Answer.Signal.NOBODY);
			}
			return;
		}
		Receipt receipt = confirm
				? new ConfirmReceipt(subscriptions.length, (answer) -> answer(peer, envelope.id(), answer)) : null;
		deliver.accept(subscriptions, message.apply(receipt));
	}

	private static LocalSubscription[] subscriptions(Envelope envelope, Route route) {
		if (envelope.groups().isEmpty()) {
			return envelope.plain() ? route.inbound() : NO_SUBSCRIPTIONS;
		}
		List<LocalSubscription> result = new ArrayList<>();
		if (envelope.plain()) {
			result.addAll(List.of(route.inbound()));
		}
		for (String name : new LinkedHashSet<>(envelope.groups())) { // a hostile member
																		// repeats them
			RouteGroup group = route.group(name);
			if (group != null && group.inbound().length > 0) {
				result.add(GroupChoice.subscription(group, group.inbound(), envelope.keyed(), envelope.keyHash()));
			}
		}
		return result.toArray(NO_SUBSCRIPTIONS);
	}

	/** The threads of handlers must not wait, as little as those of the transport. */
	private void answer(Peer peer, long id, Answer answer) {
		OutboundFrame frame = DeliveryFrames.answer(id, answer);
		if (!this.outbound.sendIfRoom(peer, frame)) {
			Completions.execute(this.context.executor(), () -> {
				if (!this.outbound.send(peer, frame, this.context.blockDeadline())) {
					this.served.countUnanswered();
				}
			});
		}
	}

	/**
	 * There was a new view. Who is in the latest one is there, also if this one, told
	 * late, does not have it yet. After a restart all that was asked before is over, and
	 * nothing that was asked since: that may be before its first view is told.
	 */
	void viewChanged(ClusterView told) {
		MemberId self;
		ClusterView latest;
		try {
			self = this.table.sync().id();
			latest = this.context.transport().view();
		}
		catch (NotRunningException ex) {
			return; // the view after the next start tells that all is over
		}
		Predicate<MemberId> gone = (id) -> !(told.contains(id) || latest.contains(id));
		this.exchanges.depart((pending, id) -> !pending.asker().equals(self) || gone.test(id));
		this.served.depart((request) -> !self.equals(request.server()) || gone.test(request.key().asker()));
	}

	void close() {
		this.exchanges.close();
		this.served.close();
	}

}
