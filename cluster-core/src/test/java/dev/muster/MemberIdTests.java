package dev.muster;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemberId}.
 */
class MemberIdTests {

	@Test
	void itsTextReadsBack() {
		MemberId id = new MemberId(-2, 3);
		assertThat(id).hasToString("fffffffffffffffe0000000000000003");
		assertThat(MemberId.parse(id.toString())).isEqualTo(id);
	}

	@Test
	void otherTextIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MemberId.parse("12"));
		assertThatIllegalArgumentException().isThrownBy(() -> MemberId.parse("g".repeat(32)));
	}

	@Test
	void itIsOrderedAsAnUnsignedNumber() {
		assertThat(Stream.of(new MemberId(-1, 0), new MemberId(0, -1), new MemberId(0, 1), new MemberId(1, 0)).sorted())
			.containsExactly(new MemberId(0, 1), new MemberId(0, -1), new MemberId(1, 0), new MemberId(-1, 0));
	}

	@Test
	void randomOnesDiffer() {
		assertThat(Stream.generate(MemberId::random).limit(1000).distinct()).hasSize(1000);
	}

}
