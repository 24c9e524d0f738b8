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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What members are told of messages that did not reach them.
 */
class LossTests {

	private static final Duration SLOW = Duration.ofSeconds(10);

	private final Simulation simulation = new Simulation(Long.getLong("muster.seed", 5));

	private final SimulatedNetwork network = new SimulatedNetwork(this.simulation, MembershipTimings.defaults());

	private final SimulatedTransport a = this.network.transport("a", "cluster", Map.of());

	private final SimulatedTransport b = this.network.transport("b", "cluster", Map.of());

	private final List<String> received = new ArrayList<>();

	private final List<MessagesLost> lost = new ArrayList<>();

	@Test
	void whatWasPublishedWhileTheyWerePartedIsLostAndNothingElse() {
		DefaultPubSub busOfA = start(10_000, Overflow.FAIL, Duration.ofMillis(1));
		busOfA.publish("news", "1");
		busOfA.publish("other", "nobody wants it");
		await(() -> this.received.size() == 1);
		this.network.partition(List.of(List.of(this.a), List.of(this.b)));
		await(() -> this.a.view().size() == 1 && this.b.view().size() == 1);
		for (int i = 2; i <= 6; i++) {
			busOfA.publish("news", String.valueOf(i));
			busOfA.publish("other", "nobody wants it");
		}
		this.network.heal();
		await(() -> !this.lost.isEmpty());
		assertThat(this.lost).containsExactly(new MessagesLost(this.a.self(), 2, 6));
		busOfA.publish("news", "7");
		await(() -> this.received.size() == 2);
		assertThat(this.received).containsExactly("1", "7");
		assertThat(this.lost).hasSize(1);
	}

	@Test
	void whenTheLastMessagesAreDroppedThenThatIsToldWithoutAnyMore() {
		DefaultPubSub busOfA = start(3, Overflow.DROP_NEWEST, SLOW);
		for (int i = 0; i < 10; i++) {
			busOfA.publish("news", String.valueOf(i));
		}
		await(() -> this.received.size() == 3 && !this.lost.isEmpty());
		this.simulation.runFor(Duration.ofMinutes(1));
		assertThat(this.received).containsExactly("0", "1", "2");
		assertThat(this.lost.stream().mapToLong(MessagesLost::count).sum()).isEqualTo(7);
	}

	@Test
	void whenTheReceiverRestartsThenItMissesNothingOfBefore() {
		DefaultPubSub busOfA = start(10_000, Overflow.FAIL, Duration.ofMillis(1));
		busOfA.publish("news", "1");
		await(() -> this.received.size() == 1);
		this.network.partition(List.of(List.of(this.a), List.of(this.b)));
		await(() -> this.a.view().size() == 1);
		busOfA.publish("news", "2");
		this.b.stop();
		this.network.heal();
		this.b.start();
		await(() -> this.a.view().size() == 2 && this.b.view().size() == 2);
		this.simulation.runFor(Duration.ofMinutes(1));
		busOfA.publish("news", "3");
		await(() -> this.received.size() == 2);
		assertThat(this.lost).isEmpty();
		assertThat(this.received).containsExactly("1", "3");
	}

	@Test
	void whenThePublisherRestartsThenItsNumbersBeginAnew() {
		DefaultPubSub busOfA = start(10_000, Overflow.FAIL, Duration.ofMillis(1));
		busOfA.publish("news", "1");
		await(() -> this.received.size() == 1);
		this.a.stop();
		this.a.start();
		await(() -> this.a.view().size() == 2 && this.b.view().size() == 2);
		busOfA.publish("news", "2");
		await(() -> this.received.size() == 2);
		assertThat(this.lost).isEmpty();
	}

	/** The bus of a, whose senders start late; b wants news. */
	private DefaultPubSub start(int queueCapacity, Overflow overflow, Duration senders) {
		DefaultPubSub busOfA = new DefaultPubSub(this.a,
				new PubSubSettings(null, queueCapacity, overflow, Duration.ZERO, 1024 * 1024),
				this.a.process().executor(senders), this.simulation.clock());
		DefaultPubSub busOfB = new DefaultPubSub(this.b, PubSubSettings.defaults(), this.b.process().executor(),
				this.simulation.clock());
		busOfB.addLossListener(this.lost::add);
		this.a.start();
		this.b.start();
		await(() -> this.a.view().size() == 2);
		Subscription news = busOfB.subscribe("news", String.class, (message) -> this.received.add(message.payload()));
		await(news.live()::isDone);
		return busOfA;
	}

	private void await(BooleanSupplier condition) {
		assertThat(this.simulation.runUntil(condition, Duration.ofMinutes(5))).as(this.simulation.trace()::toString)
			.isTrue();
	}

}
