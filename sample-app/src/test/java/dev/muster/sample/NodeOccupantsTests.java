package dev.muster.sample;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NodeOccupantsTests {

	@Test
	void whenARoomIsNotListedThenNobodyIsInIt() {
		assertThat(new NodeOccupants(1, Map.of()).in("lobby")).isEmpty();
	}

	@Test
	void whenANodeTellsOfMoreThanItMayServeThenThatIsRefused() {
		List<String> many = Collections.nCopies(RoomStreams.MAX_STREAMS + 1, "ada");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new NodeOccupants(1, Map.of("lobby", many)));
	}

	@Test
	void whenANodeTellsOfAnImpossibleRoomOrNameThenThatIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new NodeOccupants(1, Map.of("a.b", List.of("ada"))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new NodeOccupants(1, Map.of("lobby", List.of(""))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new NodeOccupants(1, Map.of("lobby", List.of())));
	}

}
