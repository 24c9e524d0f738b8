package dev.muster.pubsub.replay;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a receiver does about numbers that are missing.
 */
class InboundReplayTests {

	private final List<String> effects = new ArrayList<>();

	private final InboundReplay replay = new InboundReplay(new InboundReplay.Limits(3, 10, 1000));

	private final InboundReplay.Effects recorder = new InboundReplay.Effects() {

		@Override
		public void deliver(byte[] message, boolean replayed) {
			InboundReplayTests.this.effects.add((replayed ? "replay " : "deliver ") + message[0]);
		}

		@Override
		public void lost(long from, long to) {
			InboundReplayTests.this.effects.add("lost " + from + " to " + to);
		}

		@Override
		public void ask(long epoch, long from, long to) {
			InboundReplayTests.this.effects.add("ask " + epoch + " " + from + " to " + to);
		}

	};

	@Test
	void whenANumberIsMissingThenAsksAndHoldsBackWhatComesAfterIt() {
		arrive(1, 4, 5);
		assertThat(this.effects).containsExactly("live 1", "ask 1 2 to 3");
		fill(2, 2, 2);
		fill(3, 3, 3);
		arrive(6);
		assertThat(this.effects).containsExactly("live 1", "ask 1 2 to 3", "replay 2", "replay 3", "deliver 4",
				"deliver 5", "live 6");
		assertThat(this.replay.isMissing()).isFalse();
	}

	@Test
	void whatThePublisherDoesNotKeepAnyMoreIsLost() {
		arrive(5);
		fill(1, 3, 3);
		fill(4, 4, null);
		assertThat(this.effects).containsExactly("ask 1 1 to 4", "lost 1 to 2", "replay 3", "lost 4 to 4", "deliver 5");
	}

	@Test
	void whenAPartOfTheAnswerIsMissingThenAsksAgainInTime() {
		arrive(4);
		fill(2, 3, 3);
		assertThat(this.replay.tick(100, this.recorder)).isTrue();
		assertThat(this.replay.tick(200, this.recorder)).isTrue();
		assertThat(this.effects).containsExactly("ask 1 1 to 3", "ask 1 1 to 3");
	}

	@Test
	void whenNobodyAnswersThenGivesUpInTime() {
		arrive(2, 4);
		assertThat(this.replay.tick(999, this.recorder)).isTrue();
		assertThat(this.replay.tick(1000, this.recorder)).isFalse();
		assertThat(this.effects).containsExactly("ask 1 1 to 1", "lost 1 to 1", "deliver 2", "lost 3 to 3",
				"deliver 4");
		arrive(1, 3, 4, 5);
		assertThat(this.effects).hasSize(6).last().isEqualTo("live 5");
	}

	@Test
	void whatThereIsNoRoomForIsAskedForLater() {
		arrive(2, 3, 4, 5, 6);
		fill(1, 1, 1);
		assertThat(this.effects).containsExactly("ask 1 1 to 1", "replay 1", "deliver 2", "deliver 3", "deliver 4",
				"ask 1 5 to 6");
	}

	@Test
	void bytesAreBoundedToo() {
		assertThat(this.replay.arrived(1, 2, 0, () -> new byte[11], 0, this.recorder)).isFalse();
		fill(1, 1, 1);
		assertThat(this.effects).containsExactly("ask 1 1 to 2", "replay 1");
		fill(2, 2, 2);
		assertThat(this.effects).last().isEqualTo("replay 2");
	}

	@Test
	void aPositionTellsOfNumbersThatNothingFollows() {
		arrive(1);
		this.replay.position(1, 4, 0, this.recorder);
		fill(2, 3, null);
		assertThat(this.effects).containsExactly("live 1", "ask 1 2 to 3", "lost 2 to 3");
	}

	@Test
	void whenThePublisherLeavesThenWhatItHadDrawnIsLost() {
		assertThat(this.replay.arrived(1, 1, 3, () -> new byte[1], 0, this.recorder)).isTrue();
		this.replay.left(this.recorder);
		assertThat(this.effects).containsExactly("lost 2 to 4");
	}

	@Test
	void aNewEpochBeginsAnewAndAnOlderOneIsOver() {
		arrive(3);
		assertThat(this.replay.arrived(2, 1, 0, () -> new byte[1], 0, this.recorder)).isTrue();
		assertThat(this.replay.arrived(1, 4, 0, () -> new byte[1], 0, this.recorder)).isFalse();
		assertThat(this.effects).containsExactly("ask 1 1 to 2", "lost 1 to 2", "deliver 3");
	}

	@Test
	void whatNobodyAskedForIsLeftOut() {
		arrive(1);
		fill(2, 1L << 59, 9);
		assertThat(this.effects).containsExactly("live 1");
	}

	private void arrive(int... numbers) {
		for (int number : numbers) {
			if (this.replay.arrived(1, number, 0, () -> new byte[] { (byte) number }, 0, this.recorder)) {
				this.effects.add("live " + number);
				this.replay.proceed(0, this.recorder);
			}
		}
	}

	private void fill(long from, long to, @Nullable Integer message) {
		this.replay.filled(1, from, to, (message != null) ? new byte[] { message.byteValue() } : null, 0,
				this.recorder);
	}

}
