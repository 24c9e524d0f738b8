package dev.muster.autoconfigure.ready;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.autoconfigure.ReadyProperties;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.transport.SearchStatus;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ReadyGate} and {@link GatedApplicationAvailability}: Spring Boot's
 * part is played by the test.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadyGateTests {

	private static final Member ONE = new Member(new MemberId(0, 1), "one", "10.0.0.1", 7800, Map.of());

	private static final Member TWO = new Member(new MemberId(0, 2), "two", "10.0.0.2", 7800, Map.of());

	private final Cluster cluster = mock(Cluster.class);

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final List<ReadinessState> published = new CopyOnWriteArrayList<>();

	private CompletableFuture<ClusterView> enough = new CompletableFuture<>();

	@BeforeEach
	void start() {
		ReadyProperties properties = new ReadyProperties();
		properties.setMinMembers(2);
		properties.setTimeout(Duration.ofSeconds(7));
		SearchStatus search = new SearchStatus(List.of(new SearchedAddress("10.0.0.2:7800", List.of(),
				Outcome.CONNECTION_REFUSED, "nobody listens there", 1, null, null, null)), 0);
		given(this.cluster.awaitMembers(anyInt(), any())).willAnswer((call) -> this.enough);
		this.context.registerBean(ReadyGate.class,
				() -> new ReadyGate(properties, this.cluster, () -> search, this.context));
		this.context.registerBean(GatedApplicationAvailability.class, () -> new GatedApplicationAvailability(gate()));
		this.context.addApplicationListener((AvailabilityChangeEvent<?> event) -> {
			if (event.getState() instanceof ReadinessState state) {
				this.published.add(state);
			}
		});
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whenMembersAreMissingThenTheApplicationIsNotReadyThoughItSaysSo(CapturedOutput output) {
		join(ONE);
		applicationAccepts();
		assertThat(readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		assertThat(this.published).as("its last word")
			.containsExactly(ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC,
					ReadinessState.REFUSING_TRAFFIC);
		this.enough.complete(view(ONE, TWO));
		await().until(() -> readiness() == ReadinessState.ACCEPTING_TRAFFIC && this.published.size() == 4);
		assertThat(this.published).endsWith(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(output).contains("Not ready until 2 members are there, for 7 s at the longest: 1 now")
			.contains("2 members are there: ready");
	}

	@Test
	void whenMembersAreThereBeforeTheApplicationThenItSpeaksForItself() {
		join(ONE);
		this.enough.complete(view(ONE, TWO));
		await().until(() -> !gate().isClosed());
		assertThat(readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		applicationAccepts();
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(this.published).containsExactly(ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void whenThereAreEnoughMembersAtTheStartThenTheGateIsNotNoticed() {
		join(ONE, TWO);
		applicationAccepts();
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(this.published).containsExactly(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void whenTheTimeIsOverThenTheApplicationIsReadyAndAWarningSaysWhoIsMissing(CapturedOutput output) {
		join(ONE);
		applicationAccepts();
		this.enough.completeExceptionally(new TimeoutException());
		await().until(() -> readiness() == ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(output).contains("WARN")
			.contains("Ready with fewer than 2 members after 7 s (muster.ready.timeout): no member at 10.0.0.2:7800"
					+ " (connection refused: nobody listens there)");
	}

	@Test
	void whenTheApplicationEndsWhileItWaitsThenItDoesNotBecomeReady() {
		join(ONE);
		applicationAccepts();
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		this.enough.complete(view(ONE, TWO));
		await().until(() -> !gate().isClosed());
		await().during(Duration.ofMillis(200)).until(() -> readiness() == ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void whenTheNodeStartsAgainThenMembersAreWaitedForAgain() {
		join(ONE, TWO);
		applicationAccepts();
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		CompletableFuture<ClusterView> before = this.enough;
		join(ONE);
		assertThat(readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		this.enough = new CompletableFuture<>();
		join(ONE);
		before.complete(view(ONE, TWO)); // what the start before waited for
		await().during(Duration.ofMillis(200)).until(() -> readiness() == ReadinessState.REFUSING_TRAFFIC);
		this.enough.complete(view(ONE, TWO));
		await().until(() -> readiness() == ReadinessState.ACCEPTING_TRAFFIC);
	}

	private void join(Member... members) {
		this.context.publishEvent(new ClusterReadyEvent(this.cluster, view(members)));
	}

	private void applicationAccepts() {
		AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		gate().applicationReady();
	}

	private ReadyGate gate() {
		return this.context.getBean(ReadyGate.class);
	}

	private ReadinessState readiness() {
		return this.context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	private static ClusterView view(Member... members) {
		return new ClusterView(1, members[0], List.of(members));
	}

}
