package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.SimulatedTransport;
import dev.muster.test.simulation.Simulation;
import dev.muster.transport.ViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bus while views come late or in haste: histories that random ones found.
 */
class PubSubViewTests {

	private static final Duration LATE = Duration.ofSeconds(20);

	private final Simulation simulation = new Simulation(Long.getLong("muster.seed", 3));

	private final SimulatedNetwork network = new SimulatedNetwork(this.simulation,
			MembershipTimings.defaults().withTellDelay(LATE));

	private final SimulatedTransport a = this.network.transport("a", "cluster", Map.of());

	private final SimulatedTransport b = this.network.transport("b", "cluster", Map.of());

	private final List<String> received = new ArrayList<>();

	@Test
	void whenAMemberWasAwayBetweenTwoViewsThenItMissesNothingOfWhatItWantsByNow() {
		DefaultPubSub busOfA = bus(this.a, Duration.ofMillis(1));
		// told before the bus, it keeps the bus from hearing of the view without a
		List<DefaultPubSub> busOfB = new ArrayList<>();
		this.b.addViewListener((change) -> {
			if (hasDeparted(change)) {
				await(() -> this.a.view().size() == 1);
				busOfA.subscribe("news", String.class, (message) -> this.received.add(message.payload()));
				this.network.heal();
				await(() -> this.a.view().size() == 2 && this.b.view().size() == 2);
				busOfB.get(0).publish("news", "at once");
			}
		});
		busOfB.add(bus(this.b, Duration.ofMillis(1)));
		startBoth();
		Subscription other = busOfA.subscribe("other", String.class, (message) -> this.received.add("other"));
		await(other.live()::isDone);
		this.network.partition(List.of(List.of(this.a), List.of(this.b)));
		await(() -> !this.received.isEmpty());
		assertThat(this.received).containsExactly("at once");
	}

	private boolean hasDeparted(ViewChange change) {
		return !change.departed().isEmpty();
	}

	@Test
	void whenANodeRestartsThenItDoesNotSendWhatItPublishedAsAnEarlierMember() {
		DefaultPubSub busOfA = bus(this.a, Duration.ofMillis(1));
		busOfA.subscribe("news", String.class,
				(message) -> this.received.add(message.payload() + " of " + message.sender().id()));
		DefaultPubSub busOfB = bus(this.b, LATE.dividedBy(2));
		startBoth();
		busOfB.publish("news", "old");
		this.b.stop();
		this.b.start();
		this.simulation.runFor(Duration.ofMinutes(1));
		assertThat(this.received).isEmpty();
		assertThat(busOfB.statistics().undeliverable()).isEqualTo(1);
		busOfB.publish("news", "new");
		await(() -> !this.received.isEmpty());
		assertThat(this.received).containsExactly("new of " + this.b.self().id());
	}

	// Its senders and handlers start late, by up to the delay
	private DefaultPubSub bus(SimulatedTransport transport, Duration executorDelay) {
		return new DefaultPubSub(transport, PubSubSettings.defaults(), transport.process().executor(executorDelay),
				this.simulation.clock());
	}

	private void startBoth() {
		this.a.start();
		this.b.start();
		await(() -> this.a.view().size() == 2);
	}

	private void await(BooleanSupplier condition) {
		assertThat(this.simulation.runUntil(condition, Duration.ofMinutes(5))).as(this.simulation.trace()::toString)
			.isTrue();
	}

}
