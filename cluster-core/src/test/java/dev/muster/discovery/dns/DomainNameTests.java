package dev.muster.discovery.dns;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DomainName}.
 */
class DomainNameTests {

	private static final List<String> SEARCH = List.of("a.test", "b.test.");

	@ParameterizedTest
	@ValueSource(strings = { "shop", "shop.test", "shop.test.", "_muster._tcp.Shop-1.test", "1.test" })
	void namesThatCanBeHaveNoFlaw(String name) {
		assertThat(DomainName.flaw(name)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a..b", ".a", "a b", "a/b", "b\u00fccher.test", "shop:53",
			"0123456789012345678901234567890123456789012345678901234567890123.test" })
	void namesThatCannotBeHaveAFlaw(String name) {
		assertThat(DomainName.flaw(name)).isNotBlank();
	}

	@Test
	void whenTooLongThenHasAFlaw() {
		assertThat(DomainName.flaw("a.".repeat(126) + "a")).isNull();
		assertThat(DomainName.flaw("a.".repeat(127) + "a")).contains("253");
	}

	@Test
	void anAbsoluteNameStandsForItself() {
		assertThat(DomainName.candidates("Shop.", SEARCH, 5)).containsExactly("shop.");
	}

	@Test
	void aNameWithFewDotsIsSearchedFor() {
		assertThat(DomainName.candidates("shop", SEARCH, 1)).containsExactly("shop.a.test.", "shop.b.test.", "shop.");
	}

	@Test
	void aNameWithEnoughDotsIsTriedAsItIsFirst() {
		assertThat(DomainName.candidates("shop.x", SEARCH, 1)).containsExactly("shop.x.", "shop.x.a.test.",
				"shop.x.b.test.");
		assertThat(DomainName.candidates("shop.x", SEARCH, 5)).containsExactly("shop.x.a.test.", "shop.x.b.test.",
				"shop.x.");
	}

	@Test
	void whenADomainMakesItTooLongThenItIsLeftOut() {
		String longName = "a.".repeat(120) + "a";
		assertThat(DomainName.candidates(longName, List.of("0123456789012345"), 1000)).containsExactly(longName + ".");
	}

}
