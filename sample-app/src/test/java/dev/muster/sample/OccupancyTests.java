package dev.muster.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.ClusterNode;
import dev.muster.presence.PresenceSession;
import dev.muster.pubsub.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who is in the rooms of a real node that is not started.
 */
class OccupancyTests {

	private final ClusterNode node = ClusterNode.builder().clusterName("board").build();

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final Occupancy occupancy = new Occupancy(this.node.presence(), this.events::add);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void whenSomebodyEntersAndLeavesThenTheRoomHasAndHadThem() {
		PresenceSession session = this.occupancy.enter("lobby", "ada");
		assertThat(this.occupancy.occupants("lobby")).extracting(Occupant::key).containsExactly("ada");
		assertThat(this.occupancy.rooms()).containsExactly("lobby");
		session.close();
		assertThat(this.occupancy.occupants("lobby")).isEmpty();
		assertThat(this.occupancy.rooms()).isEmpty();
	}

	@Test
	void whenSomebodyHasTwoBrowsersThenItIsOnePersonUntilTheLastIsGone() {
		PresenceSession first = this.occupancy.enter("lobby", "ada");
		PresenceSession second = this.occupancy.enter("lobby", "ada");
		assertThat(this.occupancy.occupants("lobby")).hasSize(2).extracting(Occupant::ref).doesNotHaveDuplicates();
		assertThat(this.occupancy.people("lobby")).isEqualTo(1);
		first.close();
		assertThat(this.occupancy.people("lobby")).isEqualTo(1);
		second.close();
		assertThat(this.occupancy.people("lobby")).isZero();
	}

	@Test
	void whenThereAreSeveralThenTheyAreListedByName() {
		List.of("cy", "Bob", "ada").forEach((name) -> this.occupancy.enter("lobby", name));
		this.occupancy.enter("kitchen", "dora");
		assertThat(this.occupancy.occupants("lobby")).extracting(Occupant::key).containsExactly("ada", "Bob", "cy");
		assertThat(this.occupancy.rooms()).containsExactly("kitchen", "lobby");
	}

	@Test
	void whenItIsToldOfAChangeThenTheStreamsAreWoken() {
		try (Subscription subscription = this.node.presence().subscribe("board.rooms.*", this.occupancy::changed)) {
			assertThat(subscription.live()).isCompleted();
			this.occupancy.enter("lobby", "ada");
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(this.events).containsExactly(new BoardChangedEvent()));
		}
	}

}
