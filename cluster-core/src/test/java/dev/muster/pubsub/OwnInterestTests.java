package dev.muster.pubsub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OwnInterestTests {

	private final OwnInterest interest = new OwnInterest();

	@Test
	void eachPatternThatComesOrGoesMakesAVersion() {
		assertThat(this.interest.version()).isZero();
		assertThat(this.interest.add("a")).isEqualTo(1);
		assertThat(this.interest.add("b")).isEqualTo(2);
		this.interest.remove("a");
		assertThat(this.interest.version()).isEqualTo(3);
		assertThat(this.interest.patterns()).containsExactly("b");
		assertThat(this.interest.since(1)).containsExactly(new InterestChange(true, "b"),
				new InterestChange(false, "a"));
		assertThat(this.interest.since(3)).isEmpty();
	}

	@Test
	void aPatternWantedTwiceIsOneAndGoesWithTheLast() {
		this.interest.add("a");
		this.interest.add("b");
		assertThat(this.interest.add("a")).as("known since").isEqualTo(1);
		this.interest.remove("a");
		assertThat(this.interest.patterns()).contains("a");
		assertThat(this.interest.version()).isEqualTo(2);
		this.interest.remove("a");
		assertThat(this.interest.patterns()).containsExactly("b");
		assertThat(this.interest.add("a")).as("known anew").isEqualTo(4);
	}

	@Test
	void whoIsTooFarBehindGetsNoChanges() {
		for (int i = 0; i < OwnInterest.LOG_SIZE; i++) {
			this.interest.add("t" + i);
		}
		assertThat(this.interest.since(0)).hasSize(OwnInterest.LOG_SIZE);
		this.interest.add("one.more");
		assertThat(this.interest.since(0)).isNull();
		assertThat(this.interest.since(1)).hasSize(OwnInterest.LOG_SIZE).endsWith(new InterestChange(true, "one.more"));
		assertThat(this.interest.since(-1)).isNull();
	}

	@Test
	void whatNobodyWantsCannotBeRemoved() {
		assertThatIllegalStateException().isThrownBy(() -> this.interest.remove("a"));
	}

}
