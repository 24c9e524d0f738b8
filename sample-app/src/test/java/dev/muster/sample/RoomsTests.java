package dev.muster.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoomsTests {

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	private final Rooms rooms = new Rooms(3, 5);

	@Test
	void whenMessagesArriveInAnyOrderThenTheRoomIsOrderedByTime() {
		List<BoardMessage> messages = new ArrayList<>(
				List.of(message("lobby", 1), message("lobby", 2), message("lobby", 3), message("lobby", 4)));
		List<BoardMessage> shuffled = new ArrayList<>(messages);
		long seed = System.nanoTime();
		System.out.println("RoomsTests seed " + seed);
		Collections.shuffle(shuffled, new Random(seed));
		shuffled.forEach(this.rooms::add);
		assertThat(this.rooms.messages("lobby")).containsExactlyElementsOf(messages);
	}

	@Test
	void whenTimesAreEqualThenTheOrderIsTheSameOnEveryNode() {
		BoardMessage one = message("lobby", 7);
		BoardMessage other = message("lobby", 7);
		this.rooms.add(one);
		this.rooms.add(other);
		Rooms elsewhere = new Rooms(3, 5);
		elsewhere.add(other);
		elsewhere.add(one);
		assertThat(this.rooms.messages("lobby")).hasSize(2).isEqualTo(elsewhere.messages("lobby"));
	}

	@Test
	void whenAMessageComesTwiceThenTheSecondIsNotNew() {
		BoardMessage message = message("lobby", 1);
		assertThat(this.rooms.add(message)).isTrue();
		assertThat(this.rooms.add(message)).isFalse();
		assertThat(this.rooms.messages("lobby")).containsExactly(message);
	}

	@Test
	void whenARoomIsFullThenItsOldestMessageGoes() {
		for (int second = 1; second <= 7; second++) {
			assertThat(this.rooms.add(message("lobby", second))).isTrue();
		}
		assertThat(this.rooms.messages("lobby")).extracting(BoardMessage::text)
			.containsExactly("3", "4", "5", "6", "7");
		assertThat(this.rooms.forgotten()).isEqualTo(2);
	}

	@Test
	void whenTheFirstCopyIsForgottenThenTheSecondIsNotNewEither() {
		BoardMessage first = message("lobby", 1);
		this.rooms.add(first);
		for (int second = 2; second <= 6; second++) {
			this.rooms.add(message("lobby", second));
		}
		assertThat(this.rooms.add(first)).isFalse();
		assertThat(this.rooms.messages("lobby")).hasSize(5).doesNotContain(first);
	}

	@Test
	void whenThereAreTooManyRoomsThenTheOneSilentForLongestGoes() {
		this.rooms.add(message("a", 1));
		this.rooms.add(message("b", 2));
		this.rooms.add(message("c", 3));
		this.rooms.add(message("a", 4));
		this.rooms.add(message("d", 5));
		assertThat(this.rooms.sizes()).containsOnlyKeys("a", "c", "d").containsEntry("a", 2);
		assertThat(this.rooms.messages("b")).isEmpty();
		assertThat(this.rooms.forgotten()).isEqualTo(1);
	}

	@Test
	void whenAskedForArrivalsThenOnlyTheLaterOnesCome() {
		this.rooms.add(message("lobby", 5));
		Rooms.Arrivals first = this.rooms.arrivedAfter("lobby", 0);
		assertThat(first.messages()).extracting(BoardMessage::text).containsExactly("5");
		this.rooms.add(message("kitchen", 6));
		this.rooms.add(message("lobby", 7));
		this.rooms.add(message("lobby", 2)); // said before, heard after
		Rooms.Arrivals second = this.rooms.arrivedAfter("lobby", first.last());
		assertThat(second.messages()).extracting(BoardMessage::text).containsExactly("2", "7");
		assertThat(this.rooms.arrivedAfter("lobby", second.last()).messages()).isEmpty();
	}

	private static BoardMessage message(String room, int second) {
		return new BoardMessage(UUID.randomUUID(), room, "ada", String.valueOf(second), NOON.plusSeconds(second),
				"node-1");
	}

}
