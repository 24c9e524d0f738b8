package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages and puts them into queues.
 */
final class Publisher {

	private static final LocalSubscription[] NO_SUBSCRIPTIONS = {};

	private static final Peer[] NO_PEERS = {};

	private final BusContext context;

	private final MessageEncoder encoder;

	private final InterestTable table;

	/** If the transport multicasts. */
	private final @Nullable GroupLane lane;

	Publisher(BusContext context, MessageEncoder encoder, InterestTable table) {
		this.context = context;
		this.encoder = encoder;
		this.table = table;
		this.lane = table.lane();
	}

	void publish(String topic, Object payload, PublishOptions options) {
		Member self = this.table.sync();
		Route route = this.table.route(topic);
		if (route.groups().length > 0) {
			publishToGroups(route, self, payload, options);
			return;
		}
		byte[] headers = Frames.headers(options.wireHeaders());
		int codec = this.encoder.codecs().idFor(payload);
		byte[] body = this.encoder.encode(route, headers, payload);
		long now = this.context.clock().millis();
		LocalSubscription[] own = own(route, options, self);
		Peer[] peers = peers(route, options, self);
		Peer[] away = away(route, options);
		boolean sent = peers.length > 0 || (away.length > 0 && route.ring() != null);
		if (body == payload && (own.length > 0 || (sent && body.length >= OutboundFrame.LARGE_PAYLOAD))) {
			body = body.clone(); // the publisher may go on to use its array
		}
		List<Stuck<?>> stuck = null;
		if (own.length > 0) {
			InboundMessage message = new InboundMessage(this.encoder.codecs(), route.topic(), self, now,
					options.wireHeaders(), codec, body, 0);
			stuck = offer(own, message, stuck);
		}
		OutboundFrame frame = sent ? keep(route, Frames.outbound(route.encodedTopic(), codec, now, headers, body))
				: null;
		if (frame != null && peers.length > 0) {
			stuck = offerFrame(peers, frame, stuck);
		}
		miss(away, frame);
		if (stuck != null) {
			awaitRoom(route, stuck);
		}
		this.context.counters().published.increment();
	}

	/** Who is away has no queue, and is to learn that there was something. */
	private static void miss(Peer[] away, @Nullable OutboundFrame frame) {
		for (Peer peer : away) {
			if (frame != null) {
				peer.skip(frame, true);
			}
			else {
				peer.skip(1);
			}
		}
	}

	private static Peer[] away(Route route, PublishOptions options) {
		if (options.scope() == PublishOptions.Scope.LOCAL) {
			return NO_PEERS;
		}
		for (Peer peer : route.away()) {
			if (peer.member().id().equals(options.member())) {
				return new Peer[] { peer };
			}
		}
		return (options.member() == null) ? route.away() : NO_PEERS;
	}

	private static OutboundFrame keep(Route route, OutboundFrame frame) {
		return ReplayRings.keep(route.ring(), frame);
	}

	/**
	 * Return how the ways to other members fare.
	 */
	List<OutboundStatus> outbound() {
		return (this.lane != null) ? List.of(this.lane.status())
				: this.table.peers().stream().map(Peer::status).toList();
	}

	private void publishToGroups(Route route, Member self, Object payload, PublishOptions options) {
		Draft draft = this.encoder.draft(route, self, payload, options);
		DeliveryPlan plan = DeliveryPlan.of(route, options, self, own(route, options, self),
				peers(route, options, self));
		Map<Peer, OutboundFrame> targeted = new LinkedHashMap<>();
		plan.targets().forEach((peer, target) -> {
			byte[] envelope = DeliveryPlan.envelope(DeliveryFrames.TARGETED, 0, target, options.key()).encode();
			this.encoder.requireSize(draft, envelope.length); // before anybody gets it
			targeted.put(peer, keep(route, draft.enveloped(DeliveryFrames.TARGETED, envelope)));
		});
		List<Stuck<?>> stuck = null;
		if (!plan.own().isEmpty()) {
			stuck = offer(plan.own().toArray(NO_SUBSCRIPTIONS), draft.inbound(this.encoder.codecs(), null), stuck);
		}
		Peer[] away = away(route, options);
		OutboundFrame frame = (!plan.plain().isEmpty() || away.length > 0) ? keep(route, draft.plain()) : null;
		if (frame != null && !plan.plain().isEmpty()) {
			stuck = offerFrame(plan.plain().toArray(NO_PEERS), frame, stuck);
		}
		for (Map.Entry<Peer, OutboundFrame> each : targeted.entrySet()) {
			stuck = offerFrame(new Peer[] { each.getKey() }, each.getValue(), stuck);
		}
		miss(away, frame);
		if (stuck != null) {
			awaitRoom(route, stuck);
		}
		this.context.counters().published.increment();
	}

	private @Nullable List<Stuck<?>> offerFrame(Peer[] peers, OutboundFrame frame, @Nullable List<Stuck<?>> stuck) {
		return (this.lane == null) ? offer(peers, frame, stuck)
				: offerToAll(this.lane, GroupLane.Outgoing.of(frame, peers), stuck);
	}

	private static @Nullable List<Stuck<?>> offerToAll(GroupLane lane, List<GroupLane.Outgoing> parts,
			@Nullable List<Stuck<?>> stuck) {
		List<Stuck<?>> result = stuck;
		for (GroupLane.Outgoing part : parts) {
			result = offer(new GroupLane[] { lane }, part, result);
		}
		return result;
	}

	/**
	 * Return the subscriptions without a group that are in the scope.
	 */
	static LocalSubscription[] own(Route route, PublishOptions options, Member self) {
		return switch (options.scope()) {
			case ALL, LOCAL -> route.own();
			case OTHERS -> NO_SUBSCRIPTIONS;
			case MEMBER -> self.id().equals(options.member()) ? route.own() : NO_SUBSCRIPTIONS;
		};
	}

	/**
	 * Return the other members in the scope that have subscriptions without a group.
	 */
	Peer[] peers(Route route, PublishOptions options, Member self) {
		MemberId member = options.member();
		if (member == null) {
			return (options.scope() != PublishOptions.Scope.LOCAL) ? route.peers() : NO_PEERS;
		}
		for (Peer peer : route.peers()) {
			if (peer.member().id().equals(member)) {
				return new Peer[] { peer };
			}
		}
		if (!self.id().equals(member) && this.table.peer(member) == null) {
			this.context.counters().undeliverable.increment();
		}
		return NO_PEERS;
	}

	private static <E> @Nullable List<Stuck<?>> offer(Mailbox<E>[] mailboxes, E element,
			@Nullable List<Stuck<?>> stuck) {
		List<Stuck<?>> result = stuck;
		for (Mailbox<E> mailbox : mailboxes) {
			if (!mailbox.offer(element)) {
				result = (result != null) ? result : new ArrayList<>();
				result.add(new Stuck<>(mailbox, element));
			}
		}
		return result;
	}

	/** Only after all others have got it: one that is full is to delay nobody else. */
	private void awaitRoom(Route route, List<Stuck<?>> stuck) {
		long deadline = this.context.blockDeadline();
		List<Mailbox<?>> failed = new ArrayList<>();
		for (Stuck<?> each : stuck) {
			if (!each.awaitOffer(deadline)) {
				each.refuse();
				failed.add(each.mailbox());
			}
		}
		if (!failed.isEmpty()) {
			Mailbox<?> first = failed.get(0);
			throw new PublishOverflowException("The queue of " + first.describe() + reason(first) + " (" + first.count()
					+ " messages): it did not get the message to '" + route.topic() + "'"
					+ ((failed.size() > 1) ? ", nor did " + (failed.size() - 1) + " others" : "")
					+ ". A faster handler, a larger queue or another overflow policy (muster.pubsub.overflow) helps");
		}
	}

	private String reason(Mailbox<?> full) {
		if (full.overflow() != Overflow.BLOCK) {
			return " is full";
		}
		if (full.isOwnTask()) {
			return " is full, and its own handler cannot wait for room in it";
		}
		return Thread.currentThread().isInterrupted() ? " is full, and the publishing thread was interrupted"
				: " stayed full for " + this.context.settings().blockTimeout();
	}

	/**
	 * A queue that has no room for a message.
	 */
	private record Stuck<E>(Mailbox<E> mailbox, E element) {

		boolean awaitOffer(long deadline) {
			return this.mailbox.overflow() == Overflow.BLOCK && this.mailbox.awaitOffer(this.element, deadline);
		}

		void refuse() {
			this.mailbox.refused(this.element);
		}

	}

}
