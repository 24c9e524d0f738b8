package dev.muster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultCluster}.
 */
class DefaultClusterTests {

	private static final Member A = member("a");

	private static final Member B = member("b");

	private static final Member C = member("c");

	private final GivenViews transport = new GivenViews();

	private final DefaultCluster cluster = new DefaultCluster("shop", this.transport);

	private final List<String> events = new ArrayList<>();

	@Test
	void joinsAndDeparturesAreToldInOrder() {
		this.cluster.addListener(new Recorder());
		this.transport.install(new ClusterView(1, A, List.of(A)), Departure.LEFT);
		this.transport.install(new ClusterView(2, A, List.of(A, B)), Departure.LEFT);
		this.transport.install(new ClusterView(3, A, List.of(A, C)), Departure.FAILED);
		this.transport.install(new ClusterView(4, A, List.of(A)), Departure.LEFT);
		assertThat(this.events).containsExactly("joined a in 1", "joined b in 2", "FAILED b in 3", "joined c in 3",
				"LEFT c in 4");
	}

	@Test
	void aMergeIsToldBeforeTheJoins() {
		this.cluster.addListener(new Recorder());
		ClusterView mine = new ClusterView(4, A, List.of(A));
		ClusterView theirs = new ClusterView(5, B, List.of(B, C));
		this.transport.install(mine, Departure.LEFT);
		this.transport.install(new ClusterView(6, A, List.of(A, B, C)), Departure.LEFT, mine, theirs);
		assertThat(this.events).containsExactly("joined a in 4", "merged [4, 5] to 6", "joined b in 6",
				"joined c in 6");
	}

	@Test
	void aListenerThatThrowsHarmsNoOther() {
		this.cluster.addListener(new MembershipListener() {
			@Override
			public void memberJoined(Member member, ClusterView view) {
				throw new IllegalStateException("expected in this test");
			}
		});
		this.cluster.addListener(new Recorder());
		this.transport.install(new ClusterView(1, A, List.of(A, B)), Departure.LEFT);
		assertThat(this.events).containsExactly("joined a in 1", "joined b in 1");
	}

	@Test
	void aClosedListenerHearsNothing() {
		Registration registration = this.cluster.addListener(new Recorder());
		registration.close();
		registration.close();
		this.transport.install(new ClusterView(1, A, List.of(A)), Departure.LEFT);
		assertThat(this.events).isEmpty();
	}

	@Test
	void theOldestMemberIsTheCoordinator() {
		assertThat(this.cluster.isCoordinator()).as("before the start").isFalse();
		this.transport.install(new ClusterView(1, B, List.of(B, A)), Departure.LEFT);
		assertThat(this.cluster.isCoordinator()).isFalse();
		this.transport.install(new ClusterView(2, A, List.of(A)), Departure.LEFT);
		assertThat(this.cluster.isCoordinator()).isTrue();
	}

	@Test
	void whoAwaitsMembersGetsTheFirstViewThatHasThem() throws Exception {
		CompletableFuture<ClusterView> two = this.cluster.awaitMembers(2, Duration.ofMinutes(1));
		this.transport.install(new ClusterView(1, A, List.of(A)), Departure.LEFT);
		assertThat(two).isNotDone();
		ClusterView view = new ClusterView(2, A, List.of(A, B));
		this.transport.install(view, Departure.LEFT);
		assertThat(two.get()).isEqualTo(view);
		assertThat(this.cluster.awaitMembers(2, Duration.ofMinutes(1)).get()).isEqualTo(view);
	}

	@Test
	void whoAwaitsMembersInVainIsToldSo() {
		CompletableFuture<ClusterView> two = this.cluster.awaitMembers(2, Duration.ofMillis(1));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(two::get)
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void whenClosedThenWhoAwaitsMembersWaitsNoMore() {
		CompletableFuture<ClusterView> two = this.cluster.awaitMembers(2, Duration.ofMinutes(1));
		this.cluster.close();
		assertThat(two).isCancelled();
	}

	private static Member member(String name) {
		return new Member(MemberId.random(), name, "127.0.0.1", 7800, Map.of());
	}

	private final class Recorder implements MembershipListener {

		@Override
		public void memberJoined(Member member, ClusterView view) {
			DefaultClusterTests.this.events.add("joined " + member.name() + " in " + view.number());
		}

		@Override
		public void memberLeft(Member member, Departure reason, ClusterView view) {
			DefaultClusterTests.this.events.add(reason + " " + member.name() + " in " + view.number());
		}

		@Override
		public void viewsMerged(List<ClusterView> parts, ClusterView merged) {
			DefaultClusterTests.this.events
				.add("merged " + parts.stream().map(ClusterView::number).toList() + " to " + merged.number());
		}

	}

	/**
	 * A transport that has the views that it is given; this member is "a".
	 */
	private static final class GivenViews implements ClusterTransport {

		private final List<ViewListener> listeners = new ArrayList<>();

		private @Nullable ClusterView view;

		void install(ClusterView view, Departure reason, ClusterView... parts) {
			ViewChange change = ViewChange.between(this.view, view, (member) -> reason, List.of(parts));
			this.view = view;
			this.listeners.forEach((listener) -> listener.viewChanged(change));
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return this.view != null;
		}

		@Override
		public Member self() {
			if (this.view == null) {
				throw new NotRunningException();
			}
			return A;
		}

		@Override
		public ClusterView view() {
			if (this.view == null) {
				throw new NotRunningException();
			}
			return this.view;
		}

		@Override
		public Registration addViewListener(ViewListener listener) {
			this.listeners.add(listener);
			return () -> this.listeners.remove(listener);
		}

		@Override
		public Registration openChannel(int channel, FrameReceiver receiver) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean send(MemberId to, int channel, byte[] frame) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int broadcast(int channel, byte[] frame) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int maxFrameSize() {
			return 0;
		}

		@Override
		public TransportStatistics statistics() {
			return new TransportStatistics(0, 0, 0, 0, 0, 0, 0, 0);
		}

		@Override
		public List<Refusal> refusals() {
			return List.of();
		}

	}

}
