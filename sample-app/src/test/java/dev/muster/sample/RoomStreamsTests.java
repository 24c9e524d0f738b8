package dev.muster.sample;

import java.util.List;

import dev.muster.presence.PresenceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

class RoomStreamsTests {

	private final Occupancy occupancy = mock(Occupancy.class);

	private final BoardReader reader = mock(BoardReader.class);

	private final RoomStreams streams = new RoomStreams(this.reader, this.occupancy);

	RoomStreamsTests() {
		given(this.reader.cluster()).willReturn(new ClusterStatus("board", "node-1", 1, 1, List.of(), List.of()));
		given(this.reader.arrivedAfter("lobby", 0)).willReturn(new Rooms.Arrivals(List.of(), 0));
		given(this.occupancy.enter("lobby", "ada")).willReturn(mock(PresenceSession.class));
	}

	@AfterEach
	void end() {
		this.streams.destroy();
	}

	@Test
	void whenAStreamHasANameThenThatEntersTheRoom() {
		this.streams.open("lobby", "ada");
		then(this.occupancy).should().enter("lobby", "ada");
	}

	@Test
	void whenAStreamHasNoNameThenNobodyEntersTheRoom() {
		this.streams.open("lobby", null);
		then(this.occupancy).should(never()).enter("lobby", "ada");
	}

	@Test
	void whenNobodyCanEnterThenTheStreamTakesNoPlace() {
		given(this.occupancy.enter("lobby", "bob")).willThrow(new IllegalStateException("full"));
		for (int i = 0; i <= RoomStreams.MAX_STREAMS; i++) {
			assertThatIllegalStateException().isThrownBy(() -> this.streams.open("lobby", "bob")).withMessage("full");
		}
	}

	@Test
	void whenThereAreTooManyBrowsersThenTheNextIsSentElsewhere() {
		for (int i = 0; i < RoomStreams.MAX_STREAMS; i++) {
			this.streams.open("lobby", null);
		}
		assertThatExceptionOfType(TooManyStreamsException.class).isThrownBy(() -> this.streams.open("lobby", null))
			.withMessageContaining(String.valueOf(RoomStreams.MAX_STREAMS));
	}

	@Test
	void whenTheNodeStopsThenNoBrowserIsTakenAnyMore() {
		this.streams.close();
		assertThatExceptionOfType(TooManyStreamsException.class).isThrownBy(() -> this.streams.open("lobby", "ada"))
			.withMessageContaining("stopping");
	}

}
