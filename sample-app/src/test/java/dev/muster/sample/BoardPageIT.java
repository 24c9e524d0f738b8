package dev.muster.sample;

import java.time.Duration;
import java.util.UUID;

import dev.muster.sample.Browsers.Browser;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page, in real browsers on two nodes.
 */
@EnabledIf(value = "dev.muster.sample.Browsers#areInstalled", disabledReason = Browsers.HOW_TO_INSTALL)
class BoardPageIT {

	private final String cluster = "board-" + UUID.randomUUID();

	private final SampleNode one = SampleNode.start(this.cluster, "node-1");

	private final SampleNode two = SampleNode.start(this.cluster, "node-2");

	private final Browsers browsers = new Browsers();

	private final Browser ada = this.browsers.open(this.one.uri("/?name=ada#lobby"));

	private final Browser bob = this.browsers.open(this.two.uri("/?name=bob#lobby"));

	@BeforeEach
	void connected() {
		eventually(
				() -> assertThat(this.ada.texts("#members > li > :first-child")).containsExactly("node-1", "node-2"));
		eventually(() -> assertThat(this.ada.texts("#occupants > li")).containsExactly("ada", "bob"));
		eventually(() -> assertThat(this.bob.texts("#occupants > li")).containsExactly("ada", "bob"));
	}

	@AfterEach
	void close() {
		this.browsers.close();
		this.one.close();
		this.two.close();
	}

	@Test
	void whenOneTypesAMessageThenBothSeeItWithItsNode() {
		assertThat(this.ada.texts("#self")).containsExactly("node-1");
		assertThat(this.bob.texts("#self, #connection")).containsExactly("node-2", "Live");
		this.ada.type("#text", "Hello, <b>node two</b> & all\n");
		eventually(() -> assertThat(this.bob.texts("#messages p")).containsExactly("Hello, <b>node two</b> & all"));
		assertThat(this.bob.texts("#messages .by strong, #messages .node")).containsExactly("ada", "node-1");
		this.bob.type("#text", "Hello back");
		this.bob.click("#compose button");
		eventually(() -> assertThat(this.ada.texts("#messages p")).containsExactly("Hello, <b>node two</b> & all",
				"Hello back"));
		assertThat(this.ada.complaints()).isEmpty();
		assertThat(this.bob.complaints()).isEmpty();
	}

	@Test
	void whenOneOpensAnotherRoomThenBothSeeWhoIsWhere() {
		this.ada.type("#room", "kitchen\n");
		eventually(() -> assertThat(this.ada.texts("#room-title")).containsExactly("# kitchen"));
		eventually(() -> assertThat(this.ada.texts("#occupants > li")).containsExactly("ada"));
		eventually(() -> assertThat(this.bob.texts("#occupants > li")).containsExactly("bob"));
		eventually(() -> assertThat(this.bob.texts("#rooms a"))
			.anySatisfy((text) -> assertThat(text).contains("kitchen").endsWith("1")));
	}

	@Test
	void whenANodeJoinsAndLeavesThenBothSeeIt() {
		try (SampleNode three = SampleNode.start(this.cluster, "node-3")) {
			three.awaitMembers(3);
			eventually(() -> assertThat(this.bob.texts("#members > li > :first-child")).contains("node-3"));
		}
		eventually(
				() -> assertThat(this.ada.texts("#members > li > :first-child")).containsExactly("node-1", "node-2"));
		eventually(() -> assertThat(this.bob.texts("#changes > li > span")).contains("node-3 left", "node-3 joined"));
	}

	@Test
	void whenTheNodeOfAPageStopsThenThePageSaysSoAndTheOtherForgetsItsPeople() {
		this.two.close();
		eventually(() -> assertThat(this.bob.texts("#lost")).singleElement()
			.asString()
			.contains("node-2 does not answer"));
		assertThat(this.bob.texts("#connection")).containsExactly("Not connected");
		eventually(() -> assertThat(this.ada.texts("#occupants > li")).containsExactly("ada"));
		eventually(() -> assertThat(this.ada.texts("#changes > li > span")).contains("node-2 left"));
	}

	private static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

}
