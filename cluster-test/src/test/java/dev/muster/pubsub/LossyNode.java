package dev.muster.pubsub;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.replay.OutboundReplay;
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
				reportingAtOnce(transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300))),
				transport.process().clock());
		this.bus.addLossListener((lost) -> ledger.lost(lost.publisher().id(), receiver(lost), lost));
		this.bus.subscribe("**", String.class,
				SubscriptionOptions.defaults().queueCapacity(100_000).from(SubscriptionOptions.From.OTHERS),
				(message) -> ledger.received(message.sender().id(), this.ids, Long.parseLong(message.payload())));
	}

	MemberId id() {
		return this.transport.self().id();
	}

	/** So that each is told when it is found, by which of the members that this was. */
	private static Executor reportingAtOnce(ScheduledExecutorService executor) {
		InvocationHandler handler = (proxy, method, arguments) -> {
			if (method.getName().equals("execute") && arguments[0] instanceof LossReports reports) {
				reports.run();
				return null;
			}
			return method.invoke(executor, arguments);
		};
		return (Executor) Proxy.newProxyInstance(LossyNode.class.getClassLoader(),
				new Class<?>[] { ScheduledExecutorService.class }, handler);
	}

	/** Which of the members that it has been a report is for. */
	private MemberId receiver(MessagesLost lost) {
		StreamTable streams = this.bus.streams();
		StreamTable.Streams those = streams.of(lost.publisher());
		int current = this.ids.indexOf(streams.self());
		boolean ofCurrent = (lost.topics() == null) ? those.inbound().expected() == lost.to() + 1
				: those.replay()
					.inbound()
					.stream()
					.anyMatch((ring) -> lost.topics().equals(ring.pattern()) && ring.replay().isMissing()
							&& ring.replay().expected() == lost.from());
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
		String topic = "t." + this.random.nextInt(3);
		for (Member member : this.met) {
			if (!one || member.id().equals(options.member())) {
				this.ledger.published(self.id(), member.id(), topic, number, members.contains(member));
			}
		}
		try {
			this.bus.publish(topic, String.valueOf(number), options);
		}
		catch (PublishOverflowException ex) {
			return; // a message like any other, for those who got it and those who did
					// not
		}
	}

	ReplayStatistics replayStatistics() {
		return this.bus.replayStatistics();
	}

	/**
	 * Return how many numbers were drawn for messages to another node.
	 */
	long drawnFor(LossyNode other) {
		StreamTable.Streams streams = this.bus.streams().of(other.transport.self());
		return streams.outbound().take(0) - 1
				+ streams.replay().outbound().stream().mapToLong(OutboundReplay::drawn).sum();
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

}
