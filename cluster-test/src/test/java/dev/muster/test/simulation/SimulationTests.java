package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Simulation}, its trace and {@link Seeds}.
 */
class SimulationTests {

	private final Simulation simulation = new Simulation(1);

	private final List<String> happened = new ArrayList<>();

	@Test
	void eventsRunInTheOrderOfTimeAndThenOfScheduling() {
		schedule(2, "c");
		schedule(1, "a");
		schedule(1, "b");
		this.simulation.runFor(Duration.ofSeconds(3));
		assertThat(this.happened).containsExactly("a@1", "b@1", "c@2");
		assertThat(this.simulation.nanoTime()).isEqualTo(Duration.ofSeconds(3).toNanos());
		assertThat(this.simulation.clock().instant()).isEqualTo(Simulation.EPOCH.plusSeconds(3));
		assertThat(this.simulation.executed()).isEqualTo(3);
	}

	@Test
	void runUntilEndsAtTheEventThatMakesTheConditionTrue() {
		schedule(1, "a");
		schedule(5, "b");
		assertThat(this.simulation.runUntil(() -> !this.happened.isEmpty(), Duration.ofSeconds(10))).isTrue();
		assertThat(this.happened).containsExactly("a@1");
		assertThat(this.simulation.runUntil(() -> this.happened.size() == 3, Duration.ofSeconds(10))).isFalse();
		assertThat(this.simulation.nanoTime()).isEqualTo(Duration.ofSeconds(11).toNanos());
	}

	@Test
	void whenAnEventIsCancelledThenItDoesNotRun() {
		Registration event = schedule(1, "a");
		event.close();
		this.simulation.runFor(Duration.ofSeconds(2));
		assertThat(this.happened).isEmpty();
	}

	@Test
	void whenAnEventRunsEventsThenItBlocksWhileTheOthersGoOn() {
		this.simulation.schedule(Duration.ofSeconds(1), () -> {
			this.simulation.runUntil(() -> this.happened.size() == 2, Duration.ofSeconds(10));
			this.happened.add("released");
		});
		schedule(2, "a");
		schedule(3, "b");
		schedule(4, "c");
		this.simulation.runFor(Duration.ofSeconds(5));
		assertThat(this.happened).containsExactly("a@2", "b@3", "released", "c@4");
	}

	@Test
	void whenAnEventThrowsThenWhoRanItIsTold() {
		this.simulation.schedule(Duration.ofSeconds(1), () -> {
			throw new IllegalStateException("thrown by an event");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.simulation.runFor(Duration.ofSeconds(2)))
			.withMessage("thrown by an event");
	}

	@Test
	void whenAnotherThreadInterferesThenItIsRefused() {
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> schedule(1, "a"));
		assertThat(other).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("belongs to the thread");
	}

	@Test
	void whenTheDelayIsNegativeThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> schedule(-1, "a"));
	}

	@Test
	void theTraceKeepsTheLastEvents() {
		for (int i = 0; i <= Trace.CAPACITY; i++) {
			this.simulation.trace("node", "event %s", i);
		}
		String[] lines = this.simulation.trace().toString().split("\n", -1);
		assertThat(lines).hasSize(1 + Trace.CAPACITY);
		assertThat(lines[0]).isEqualTo("(1 earlier events are forgotten)");
		assertThat(lines[1]).isEqualTo("    0.000000 node       event 1");
	}

	@Test
	@DisabledIfSystemProperty(named = "muster.seed", matches = ".*", disabledReason = "one seed is being replayed")
	void whenASeedFailsThenTheMessageBeginsWithIt() {
		AtomicBoolean failed = new AtomicBoolean();
		try {
			Seeds.each(3, (seed) -> {
				this.happened.add("seed " + seed);
				if (seed == 2) {
					throw new IllegalStateException("thrown by a random test");
				}
			});
		}
		catch (AssertionError ex) {
			failed.set(true);
			assertThat(ex).hasMessageStartingWith("Seed 2 failed, replay it with -Dmuster.seed=2: ")
				.hasMessageContaining("thrown by a random test")
				.hasCauseInstanceOf(IllegalStateException.class);
		}
		assertThat(failed).isTrue();
		assertThat(this.happened).containsExactly("seed 1", "seed 2");
	}

	private Registration schedule(int seconds, String name) {
		return this.simulation.schedule(Duration.ofSeconds(seconds),
				() -> this.happened.add(name + "@" + Duration.ofNanos(this.simulation.nanoTime()).toSeconds()));
	}

}
