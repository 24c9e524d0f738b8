package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.test.simulation.SimulatedTransport;

/**
 * A node that wants all messages of others, and publishes more than its queues hold.
 */
final class LossyNode {

	private final LossLedger ledger;

	private final SimulatedTransport transport;

	private final RandomGenerator random;

	private final DefaultPubSub bus;

	/** All that it has been: it may restart while something waits to be handled. */
	private final List<MemberId> ids = new ArrayList<>();

	private final Set<Member> met = new HashSet<>();

	LossyNode(LossLedger ledger, SimulatedTransport transport, PubSubSettings settings, boolean multicasts) {
		this.ledger = ledger;
		this.transport = transport;
		this.random = transport.process().random();
		transport.observeViews((change) -> {
			if (change.previous() == null) {
				this.met.clear();
				this.ids.add(transport.self().id());
			}
			this.met.addAll(change.current().members());
			this.met.remove(transport.self());
		});
		this.bus = new DefaultPubSub(multicasts ? new MulticastingTransport(transport) : transport, settings,
				transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300)),
				transport.process().clock());
		this.bus.addLossListener((lost) -> ledger.lost(lost.publisher().id(), receiver(lost), lost));
		this.bus.subscribe("**", String.class,
				SubscriptionOptions.defaults().queueCapacity(100_000).from(SubscriptionOptions.From.OTHERS),
				(message) -> ledger.received(message.sender().id(), this.ids, Long.parseLong(message.payload())));
	}

	MemberId id() {
		return this.transport.self().id();
	}

	/** Which of the members that it has been a report is for. */
	private MemberId receiver(MessagesLost lost) {
		StreamTable streams = this.bus.streams();
		int current = this.ids.indexOf(streams.self());
		boolean ofCurrent = streams.of(lost.publisher()).inbound().expected() > lost.to();
		return this.ids.get(ofCurrent ? current : current - 1);
	}

	/**
	 * Publish a burst, or nothing.
	 */
	void act() {
		int count = (this.random.nextInt(3) == 0) ? this.random.nextInt(30) : this.random.nextInt(3);
		for (int i = 0; i < count && this.transport.isRunning(); i++) {
			publish();
		}
	}

	private void publish() {
		List<Member> members = this.transport.view().members();
		PublishOptions options = PublishOptions.defaults();
		boolean one = this.random.nextInt(5) == 0;
		if (one) {
			List<Member> targets = this.random.nextBoolean() ? members : List.copyOf(this.met);
			if (targets.isEmpty()) {
				return;
			}
			options = options.to(targets.get(this.random.nextInt(targets.size())).id());
		}
		Member self = this.transport.self();
		long number = this.ledger.next();
		for (Member member : this.met) {
			if (!one || member.id().equals(options.member())) {
				this.ledger.published(self.id(), member.id(), number, members.contains(member));
			}
		}
		try {
			this.bus.publish("t." + this.random.nextInt(3), String.valueOf(number), options);
		}
		catch (PublishOverflowException ex) {
			return; // a message like any other, for those who got it and those who did
					// not
		}
	}

	/**
	 * Return how many numbers were drawn for messages to another node.
	 */
	long drawnFor(LossyNode other) {
		return this.bus.streams().of(other.transport.self()).outbound().take(0) - 1;
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

}
