package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.discovery.DiscoveryService;
import dev.muster.transport.ViewChange;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ViewPublisher}.
 */
class ViewPublisherTests {

	private static final Address A = new UUID(0, 1);

	private static final Address B = new UUID(0, 2);

	private static final Address C = new UUID(0, 3);

	private final Map<Address, Member> introduced = new ConcurrentHashMap<>();

	private final List<ViewChange> told = new CopyOnWriteArrayList<>();

	private final List<Address> reminded = new CopyOnWriteArrayList<>();

	private final ScheduledThreadPoolExecutor membership = new ScheduledThreadPoolExecutor(1);

	private final ViewListeners listeners = new ViewListeners();

	private final TransportParts parts = new TransportParts("shop", DiscoveryService.of(List.of()), new Receivers(),
			this.listeners, this.membership, Runnable::run);

	ViewPublisherTests() {
		this.listeners.add(this.told::add);
		introduce(A, "a");
	}

	@AfterEach
	void end() {
		this.membership.shutdownNow();
	}

	@Test
	void aViewIsToldOnceAllItsMembersHaveIntroducedThemselves() {
		ViewPublisher publisher = publisher(Duration.ofMinutes(1));
		publisher.engineView(View.create(A, 1, A, B));
		settle();
		assertThat(this.told).isEmpty();
		introduce(B, "b");
		publisher.introduced();
		settle();
		assertThat(names()).containsExactly("1 [a, b]");
	}

	@Test
	void aViewThatIsOvertakenBeforeThatIsNeverTold() {
		ViewPublisher publisher = publisher(Duration.ofMinutes(1));
		publisher.engineView(View.create(A, 1, A, B));
		publisher.engineView(View.create(A, 2, A));
		settle();
		introduce(B, "b");
		publisher.introduced();
		settle();
		assertThat(names()).containsExactly("2 [a]");
	}

	@Test
	void thePartsOfAMergeAreToldWithTheNextViewIfItsOwnIsOvertaken() {
		ViewPublisher publisher = publisher(Duration.ofMinutes(1));
		introduce(B, "b");
		publisher
			.engineView(new MergeView(A, 3, List.of(A, B, C), List.of(View.create(A, 1, A), View.create(B, 2, B, C))));
		publisher.engineView(View.create(A, 4, A, B));
		settle();
		assertThat(names()).containsExactly("4 [a, b]");
		assertThat(this.told.get(0).mergedParts()).extracting(ClusterView::number).containsExactly(1L, 2L);
	}

	@Test
	void whoNeverSaysWhoItIsIsRemindedAndThenTheViewIsToldWithoutIt() {
		ViewPublisher publisher = publisher(Duration.ofMillis(1));
		publisher.engineView(View.create(A, 1, A, B));
		await().until(() -> this.told.size() == 1);
		assertThat(names()).containsExactly("1 [a]");
		assertThat(this.reminded).containsOnly(B);
		await("another reminder").until(() -> this.reminded.size() >= 2);
		assertThat(this.told).as("told once, however often it is reminded").hasSize(1);
	}

	@Test
	void whoSaysWhoItIsAfterThatIsToldThen() {
		ViewPublisher publisher = publisher(Duration.ofMillis(1));
		publisher.engineView(View.create(A, 1, A, B));
		await().until(() -> this.told.size() == 1);
		introduce(B, "b");
		publisher.introduced();
		settle();
		assertThat(names()).containsExactly("1 [a]", "1 [a, b]");
		assertThat(this.told.get(1).joined()).extracting(Member::name).containsExactly("b");
	}

	@SuppressWarnings("NullAway") // it does not see type annotations of class files
	private ViewPublisher publisher(Duration patience) {
		return new ViewPublisher(this::member, (member) -> Departure.FAILED, this.parts, (view, joined) -> {
			assertThat(view.members()).containsAll(joined);
		}, this.reminded::addAll, patience);
	}

	private @Nullable Member member(Address address) {
		return this.introduced.get(address);
	}

	private void introduce(Address address, String name) {
		this.introduced.put(address, new Member(EngineDiscovery.memberId(address), name, "127.0.0.1", 7800, Map.of()));
	}

	// What was submitted before has run
	private void settle() {
		AtomicBoolean ran = new AtomicBoolean();
		this.membership.execute(() -> ran.set(true));
		await().untilTrue(ran);
	}

	private List<String> names() {
		return this.told.stream()
			.map((change) -> change.current().number() + " "
					+ change.current().members().stream().map(Member::name).toList())
			.toList();
	}

}
