package dev.muster.sample;

import java.time.Duration;
import java.util.List;
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

	@Test
	void whenSomebodyHasTwoPagesThenTheNameIsShownOnceUntilTheLastIsGone() {
		Browser second = this.browsers.open(this.two.uri("/?name=ada#lobby"));
		eventually(() -> assertThat(this.one.get("/api/rooms/lobby")).contains("\"key\":\"ada\"")
			.matches(".*\"key\":\"ada\"[^}]*node-2.*"));
		eventually(() -> assertThat(second.texts("#occupants > li")).containsExactly("ada", "bob"));
		assertThat(this.bob.texts("#occupants > li")).containsExactly("ada", "bob");
		this.ada.type("#room", "kitchen\n");
		eventually(() -> assertThat(this.one.get("/api/rooms/lobby")).doesNotContain("node-1"));
		assertThat(this.bob.texts("#occupants > li")).containsExactly("ada", "bob");
		assertThat(second.complaints()).isEmpty();
	}

	@Test
	void clientMergesStatesAndDiffsAsTheyCome() {
		List<String> log = this.ada
			.run("""
					const { Presence } = await import('/muster/presence.js');
					const log = [];
					const text = (entries) => entries.map(({ ref, meta }) => `${ref.dot}${meta}`).join('+');
					const presence = new Presence({
						onJoin: (key, entry, entries) => log.push(`join ${key} ${text([entry])} of ${text(entries)}`),
						onLeave: (key, entry, entries) => log.push(`leave ${key} ${text([entry])} of ${text(entries)}`),
						onSync: (now) => log.push(now.list().map(([key, entries]) => `${key}=${text(entries)}`).join()),
					});
					const entry = (key, dot, meta = '') => ({ key, ref: { origin: 7, dot }, meta });
					presence.diff({ leaves: [entry('nobody', 1)] });
					presence.state([entry('ann', 1), entry('bob', 2), entry('__proto__', 3)]);
					presence.diff({ joins: [entry('ann', 4)], leaves: [entry('__proto__', 3)], topic: 'x', cause: 'LOCAL' });
					presence.diff({ joins: [], updates: [{ before: entry('bob', 2), after: entry('bob', 2, '!') }], leaves: [] });
					presence.diff({ updates: [{ before: entry('ann', 1), after: entry('ann', 5) }] });
					presence.diff({ leaves: [entry('ann', 4), entry('ann', 4)] });
					presence.state([entry('ann', 6), entry('cy', 8), entry('bob', 2, '?')]);
					presence.state([]);
					new Presence().state([entry('ann', 1)]);
					log.push(`${presence.get('ann').length} ${presence.list().length}`);
					return log;
					""");
		assertThat(log).containsExactly("", "join ann 1 of 1", "join bob 2 of 2", "join __proto__ 3 of 3",
				"ann=1,bob=2,__proto__=3", "join ann 4 of 1+4", "leave __proto__ 3 of ", "ann=1+4,bob=2",
				"ann=1+4,bob=2!", "ann=5+4,bob=2!", "leave ann 4 of 5", "ann=5,bob=2!", "join ann 6 of 5+6",
				"join cy 8 of 8", "leave ann 5 of 6", "ann=6,bob=2?,cy=8", "leave ann 6 of ", "leave bob 2? of ",
				"leave cy 8 of ", "", "0 0");
		assertThat(this.ada.complaints()).isEmpty();
	}

	private static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

}
