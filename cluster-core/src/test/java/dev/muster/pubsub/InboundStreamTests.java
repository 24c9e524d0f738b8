package dev.muster.pubsub;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundStream}.
 */
class InboundStreamTests {

	private final InboundStream stream = new InboundStream();

	@Test
	void whatFollowsOnIsNew() {
		assertThat(batch(1, 1, 0)).isNull();
		assertThat(this.stream.next()).isTrue();
		assertThat(this.stream.next()).isTrue();
		assertThat(this.stream.end()).isNull();
		assertThat(batch(1, 3, 0)).isNull();
		assertThat(this.stream.next()).isTrue();
	}

	@Test
	void whatIsMissingAtTheBeginningIsLost() {
		assertThat(batch(1, 4, 0)).isEqualTo(new InboundStream.Gap(1, 3));
		assertThat(this.stream.next()).isTrue();
	}

	@Test
	void aBatchWithoutMessagesTellsOfTheTail() {
		batch(1, 1, 0);
		this.stream.next();
		this.stream.end();
		assertThat(batch(1, 5, 0)).isEqualTo(new InboundStream.Gap(2, 4));
		this.stream.end();
		assertThat(batch(1, 5, 0)).as("told again").isNull();
	}

	@Test
	void whatWasGivenUpOrReceivedIsNotNew() {
		batch(1, 5, 0);
		this.stream.end();
		assertThat(batch(1, 4, 0)).isNull();
		assertThat(this.stream.next()).as("4").isFalse();
		assertThat(this.stream.next()).as("5").isTrue();
		this.stream.end();
		batch(1, 5, 0);
		assertThat(this.stream.next()).as("5 again").isFalse();
	}

	@Test
	void whenThePublisherHasForgottenWhereItWasThenItBeginsAnew() {
		batch(1, 100, 0);
		this.stream.end();
		assertThat(batch(2, 1, 0)).isNull();
		assertThat(this.stream.next()).isTrue();
		this.stream.end();
		assertThat(batch(1, 200, 0)).as("of the earlier stream").isNull();
		assertThat(this.stream.next()).isFalse();
		this.stream.end();
		assertThat(batch(2, 2, 0)).isNull();
		assertThat(this.stream.next()).isTrue();
	}

	@Test
	void whenThePublisherLeavesThenWhatWaitedThereIsLost() {
		batch(1, 1, 5);
		this.stream.next();
		assertThat(this.stream.end()).isNull();
		batch(1, 2, 3);
		this.stream.next();
		assertThat(this.stream.end()).isNull();
		assertThat(this.stream.left()).as("five were announced").isEqualTo(new InboundStream.Gap(3, 5));
		assertThat(this.stream.left()).isNull();
	}

	@Test
	void whenThePublisherLeavesWhileABatchIsReadThenTheRestOfItIsNotLost() {
		batch(1, 1, 3);
		assertThat(CompletableFuture.supplyAsync(() -> String.valueOf(this.stream.left())).join()).isEqualTo("null");
		assertThat(this.stream.next()).isTrue();
		assertThat(this.stream.next()).isTrue();
		assertThat(this.stream.end()).isEqualTo(new InboundStream.Gap(3, 3));
	}

	@Test
	void whenThePublisherIsBackThenWhatWaitsThereMayCome() {
		batch(1, 1, 3);
		this.stream.next();
		this.stream.end();
		this.stream.left();
		this.stream.joined();
		batch(1, 4, 2);
		assertThat(this.stream.next()).isTrue();
		assertThat(this.stream.end()).isNull();
	}

	private InboundStream.@Nullable Gap batch(long epoch, long first, long ahead) {
		this.stream.begin();
		return this.stream.position(epoch, first, ahead);
	}

}
