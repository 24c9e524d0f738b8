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
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node with a bus, which publishes and subscribes as chance has it.
 */
final class BusNode {

	static final List<String> TOPICS = List.of("a.x", "a.y", "b.x", "b.y");

	private static final List<String> PATTERNS = List.of("a.x", "a.y", "b.x", "a.*", "b.*", "*.x", "**");

	private static final int MAX_SUBSCRIPTIONS = 6;

	private final BusJournal journal;

	private final SimulatedTransport transport;

	private final RandomGenerator random;

	private final DefaultPubSub bus;

	private final Set<MemberId> ids = new HashSet<>();

	private final List<TrackedSubscription> open = new ArrayList<>();

	private long discarded;

	BusNode(BusJournal journal, SimulatedTransport transport, PubSubSettings settings, boolean multicasts) {
		this.journal = journal;
		this.transport = transport;
		this.random = transport.process().random();
		transport.observeViews((change) -> {
			this.ids.add(transport.self().id());
			journal.viewInForce(transport.self().id(), change);
		});
		this.bus = new DefaultPubSub(multicasts ? new MulticastingTransport(transport) : transport, settings,
				transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300)),
				transport.process().clock());
	}

	DefaultPubSub bus() {
		return this.bus;
	}

	/**
	 * Return the id of the member that this node is just now.
	 */
	@Nullable MemberId id() {
		return this.transport.isRunning() ? this.transport.self().id() : null;
	}

	/**
	 * Whether this node is or was a member, for messages may wait while it restarts.
	 */
	boolean wasMember(MemberId id) {
		return this.ids.contains(id);
	}

	/**
	 * Do something, or nothing.
	 */
	void act() {
		if (this.open.size() < MAX_SUBSCRIPTIONS && chance(0.2)) {
			subscribe(PATTERNS.get(this.random.nextInt(PATTERNS.size())));
		}
		if (!this.open.isEmpty() && chance(0.1)) {
			long before = queued();
			this.open.remove(this.random.nextInt(this.open.size())).close();
			this.discarded += before - queued();
		}
		int count = this.random.nextInt(4);
		for (int i = 0; i < count && this.transport.isRunning(); i++) {
			publish();
		}
	}

	private long queued() {
		return this.bus.subscriptions().stream().mapToLong(SubscriptionStatus::queued).sum();
	}

	void subscribe(String pattern) {
		SubscriptionOptions.From[] from = SubscriptionOptions.From.values();
		this.open.add(new TrackedSubscription(this.journal, this, pattern,
				chance(0.7) ? SubscriptionOptions.From.ALL : from[this.random.nextInt(from.length)]));
	}

	private void publish() {
		String topic = TOPICS.get(this.random.nextInt(TOPICS.size()));
		if (chance(0.1)) {
			List<Member> members = this.transport.view().members();
			MemberId to = members.get(this.random.nextInt(members.size())).id();
			publish(topic, PublishOptions.defaults().to(to), to, false);
		}
		else if (chance(0.1)) {
			publish(topic, PublishOptions.defaults().toOthers(), null, true);
		}
		else {
			publish(topic, PublishOptions.defaults(), null, false);
		}
	}

	void publish(String topic, PublishOptions options, @Nullable MemberId only, boolean others) {
		long number = this.journal.publishing(this.transport.self(), this.transport.view(), topic, only, others);
		this.bus.publish(topic, String.valueOf(number), options);
	}

	/**
	 * Check what must hold once all is calm.
	 */
	void verifyCalm(List<BusNode> all) {
		assertThat(this.bus.statistics().dropped()).as("dropped, as it waited for what was closed")
			.isEqualTo(this.discarded);
		assertThat(this.bus.statistics().failed()).as("failed").isZero();
		assertThat(this.bus.statistics().undecodable()).as("undecodable").isZero();
		assertThat(this.open).allMatch(TrackedSubscription::isLive);
		for (String topic : TOPICS) {
			List<MemberId> expected = all.stream()
				.filter((node) -> node.open.stream()
					.anyMatch((subscription) -> subscription.matches(topic)
							&& (node == this || subscription.isForOthers())))
				.map((node) -> node.transport.self().id())
				.toList();
			assertThat(this.bus.subscribers(topic)).as("subscribers to %s, as %s knows", topic, this.transport)
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

}
