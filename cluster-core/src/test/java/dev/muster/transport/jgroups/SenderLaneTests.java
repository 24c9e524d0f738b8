package dev.muster.transport.jgroups;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SenderLane}.
 */
class SenderLaneTests {

	private final Receivers receivers = new Receivers();

	private final SenderLane lane = new SenderLane(this.receivers);

	private final Member sender = new Member(MemberId.random(), "n1", "127.0.0.1", 7800, Map.of());

	private final Introduction.Introduced introduced = new Introduction.Introduced(this.sender, Hello.VERSIONS);

	private final List<String> received = new ArrayList<>();

	@BeforeEach
	void open() {
		this.receivers.open(1, (from, frame) -> {
			assertThat(from).isEqualTo(this.sender);
			this.received.add(new String(frame, StandardCharsets.UTF_8));
		});
	}

	@Test
	void whatComesBeforeTheIntroductionIsDropped() {
		frame("early");
		this.lane.introduced(this.introduced);
		this.lane.open();
		assertThat(this.received).isEmpty();
		assertThat(this.receivers.droppedFrames()).isOne();
	}

	@Test
	void whatComesBeforeTheViewIsHeldAndDeliveredInOrder() {
		this.lane.introduced(this.introduced);
		frame("1");
		frame("2");
		assertThat(this.received).isEmpty();
		this.lane.open();
		frame("3");
		assertThat(this.received).containsExactly("1", "2", "3");
	}

	@Test
	void whatWasHeldForAMemberThatDepartsIsDropped() {
		this.lane.introduced(this.introduced);
		frame("1");
		this.lane.close();
		frame("2");
		this.lane.open();
		assertThat(this.received).isEmpty();
		assertThat(this.receivers.droppedFrames()).isEqualTo(2);
	}

	@Test
	void whenItIntroducesItselfAgainThenItIsHeardAgain() {
		this.lane.introduced(this.introduced);
		this.lane.open();
		frame("before");
		this.lane.close();
		frame("apart");
		this.lane.introduced(this.introduced);
		frame("after");
		this.lane.open();
		assertThat(this.received).containsExactly("before", "after");
	}

	@Test
	void whatIsHeldIsBounded() {
		this.lane.introduced(this.introduced);
		for (int i = 0; i < SenderLane.MAX_HELD_FRAMES + 10; i++) {
			frame("x");
		}
		this.lane.open();
		assertThat(this.received).hasSize(SenderLane.MAX_HELD_FRAMES);
		assertThat(this.receivers.droppedFrames()).isEqualTo(10);
	}

	@Test
	void theBytesThatAreHeldAreBounded() {
		this.lane.introduced(this.introduced);
		byte[] large = new byte[1024 * 1024];
		for (int i = 0; i < 20; i++) {
			this.lane.frame(1, List.of(large));
		}
		this.lane.open();
		assertThat(this.received).hasSize(16);
		assertThat(this.receivers.droppedFrames()).isEqualTo(4);
	}

	private void frame(String text) {
		this.lane.frame(1, List.of(text.getBytes(StandardCharsets.UTF_8)));
	}

}
