package dev.muster.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Options}.
 */
class OptionsTests {

	private final Options.Declaration declaration = Options.declare()
		.option("rounds", "3", "how often")
		.option("payloads", "100,1024", "how large");

	@Test
	void whenNothingIsSaidThenTheDefaultsHold() {
		Options options = this.declaration.parse();
		assertThat(options.number("rounds", 1)).isEqualTo(3);
		assertThat(options.numbers("payloads", 1)).isEqualTo(List.of(100, 1024));
	}

	@Test
	void whenAnOptionIsSaidThenItHolds() {
		assertThat(this.declaration.parse("--rounds", "7").number("rounds", 1)).isEqualTo(7);
	}

	@Test
	void whenAnOptionIsUnknownOrHasNoValueThenTheTextNamesItAndTheOthers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.declaration.parse("--round", "7"))
			.withMessageContaining("--round is no option")
			.withMessageContaining("--rounds  how often (3)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.declaration.parse("--rounds"))
			.withMessageContaining("--rounds needs a value");
	}

	@Test
	void whenANumberIsNoneOrTooSmallThenTheTextNamesItsOption() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.declaration.parse("--rounds", "x").number("rounds", 1))
			.withMessageContaining("--rounds x");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.declaration.parse("--rounds", "0").number("rounds", 1))
			.withMessageContaining("from 1");
	}

}
