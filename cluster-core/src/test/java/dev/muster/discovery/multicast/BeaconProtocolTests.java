package dev.muster.discovery.multicast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.multicast.BeaconProtocol.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeaconProtocolTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final PeerAddress SELF = new PeerAddress("10.0.0.1", 7800);

	private static final PeerAddress PEER = new PeerAddress("10.0.0.2", 7800);

	private static final long WALL_CLOCK = 1_000_000_000_000L;

	private final UUID peer = UUID.randomUUID();

	private long now;

	private final BeaconProtocol plain = protocol(false);

	private final BeaconProtocol authenticated = protocol(true);

	private BeaconProtocol protocol(boolean authenticated) {
		return new BeaconProtocol("shop", UUID.randomUUID(), authenticated, INTERVAL, () -> 0.5, this.now);
	}

	private Beacon beacon(Beacon.Kind kind, long sequence) {
		return new Beacon(kind, this.peer, sequence, WALL_CLOCK, "shop", PEER);
	}

	private Outcome heard(BeaconProtocol protocol, Beacon beacon) {
		return protocol.heard(beacon, false, WALL_CLOCK, this.now);
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private Duration untilAnnouncement(BeaconProtocol protocol) {
		return Duration.ofNanos(protocol.nanosUntilAnnouncement(this.now));
	}

	private Beacon announce(BeaconProtocol protocol) {
		return protocol.speak(Beacon.Kind.ANNOUNCE, WALL_CLOCK, this.now);
	}

	@Test
	void whenAPeerAnnouncesItselfThenItIsThereUntilItSaysGoodbye() {
		assertThat(heard(this.plain, beacon(Beacon.Kind.ANNOUNCE, 1))).isEqualTo(Outcome.NEWS);
		assertThat(heard(this.plain, beacon(Beacon.Kind.ANNOUNCE, 2))).isEqualTo(Outcome.NOTHING_NEW);
		assertThat(this.plain.addresses()).containsExactly(PEER);
		assertThat(heard(this.plain, beacon(Beacon.Kind.GOODBYE, 3))).isEqualTo(Outcome.NEWS);
		assertThat(this.plain.addresses()).isEmpty();
	}

	@Test
	void whenAPeerFallsSilentThenItIsThereForSomeMissedAnnouncements() {
		heard(this.plain, beacon(Beacon.Kind.ANNOUNCE, 1));
		pass(INTERVAL.multipliedBy(BeaconProtocol.MISSED_ANNOUNCEMENTS));
		assertThat(this.plain.expire(this.now)).isFalse();
		pass(Duration.ofMillis(1));
		assertThat(this.plain.expire(this.now)).isTrue();
		assertThat(this.plain.addresses()).isEmpty();
		assertThat(this.plain.expire(this.now)).isFalse();
		assertThat(heard(this.plain, beacon(Beacon.Kind.ANNOUNCE, 2))).isEqualTo(Outcome.NEWS);
	}

	@Test
	void whenAPeerMovesThenItsNewAddressReplacesTheOldOne() {
		heard(this.plain, beacon(Beacon.Kind.ANNOUNCE, 1));
		PeerAddress moved = new PeerAddress("10.0.0.3", 7800);
		assertThat(heard(this.plain, new Beacon(Beacon.Kind.ANNOUNCE, this.peer, 2, WALL_CLOCK, "shop", moved)))
			.isEqualTo(Outcome.NEWS);
		assertThat(this.plain.addresses()).containsExactly(moved);
	}

	@Test
	void whenRegisteredThenAnnouncesAtOnceAndAtIntervals() {
		assertThat(untilAnnouncement(this.plain)).isGreaterThan(Duration.ofDays(1000));
		this.plain.register(SELF, this.now);
		assertThat(untilAnnouncement(this.plain)).isZero();
		assertThat(announce(this.plain)).returns(1L, Beacon::sequence).returns(SELF, Beacon::address);
		assertThat(untilAnnouncement(this.plain)).isEqualTo(INTERVAL);
	}

	@Test
	void whenDeregisteredThenSaysGoodbyeOnceAndIsSilent() {
		assertThat(this.plain.deregister(WALL_CLOCK)).isNull();
		this.plain.register(SELF, this.now);
		announce(this.plain);
		assertThat(this.plain.deregister(WALL_CLOCK)).isNotNull()
			.returns(Beacon.Kind.GOODBYE, Beacon::kind)
			.returns(SELF, Beacon::address)
			.returns(2L, Beacon::sequence);
		assertThat(this.plain.deregister(WALL_CLOCK)).isNull();
		heard(this.plain, beacon(Beacon.Kind.QUERY, 1));
		assertThat(untilAnnouncement(this.plain)).isGreaterThan(Duration.ofDays(1000));
		assertThat(this.plain.speak(Beacon.Kind.QUERY, WALL_CLOCK, this.now).address()).isNull();
	}

	@Test
	void whenAPeerAsksThenItIsRememberedAndAnsweredSoon() {
		this.plain.register(SELF, this.now);
		announce(this.plain);
		pass(Duration.ofSeconds(1));
		assertThat(heard(this.plain, beacon(Beacon.Kind.QUERY, 1))).isEqualTo(Outcome.NEWS);
		assertThat(this.plain.addresses()).containsExactly(PEER);
		assertThat(untilAnnouncement(this.plain)).isLessThanOrEqualTo(BeaconProtocol.ANSWER_JITTER);
	}

	@Test
	void whenThousandsAskThenAnswersAreFewAndEachIsAnswered() {
		this.plain.register(SELF, this.now);
		int answers = 0;
		long end = Duration.ofSeconds(10).toNanos();
		while (this.now < end) {
			heard(this.plain, new Beacon(Beacon.Kind.QUERY, UUID.randomUUID(), 1, WALL_CLOCK, "shop", PEER));
			assertThat(untilAnnouncement(this.plain)).isLessThanOrEqualTo(BeaconProtocol.MIN_GAP);
			if (untilAnnouncement(this.plain).isZero()) {
				announce(this.plain);
				answers++;
			}
			pass(Duration.ofMillis(1));
		}
		assertThat(answers).isBetween(90, 101);
	}

	@Test
	void whenHeardAgainOrOutOfOrderThenReplayed() {
		Beacon announce = beacon(Beacon.Kind.ANNOUNCE, 5);
		heard(this.plain, announce);
		assertThat(heard(this.plain, announce)).isEqualTo(Outcome.REPLAYED);
		assertThat(heard(this.plain, beacon(Beacon.Kind.GOODBYE, 4))).isEqualTo(Outcome.REPLAYED);
		heard(this.plain, beacon(Beacon.Kind.GOODBYE, 6));
		assertThat(heard(this.plain, announce)).isEqualTo(Outcome.REPLAYED);
		assertThat(this.plain.addresses()).isEmpty();
	}

	@Test
	void whenAuthenticatedThenNoDatagramIsEverAcceptedAgain() {
		Beacon announce = beacon(Beacon.Kind.ANNOUNCE, 1);
		// Its sender's clock is ahead, as far as is tolerated: so it stays fresh for
		// longest
		long wallClock = WALL_CLOCK - BeaconProtocol.CLOCK_TOLERANCE.toMillis();
		this.authenticated.heard(announce, false, wallClock, this.now);
		for (int second = 1; second < 600; second++) {
			pass(Duration.ofSeconds(1));
			this.authenticated.expire(this.now);
			assertThat(this.authenticated.heard(announce, false, wallClock + second * 1000L, this.now))
				.isIn(Outcome.REPLAYED, Outcome.OUT_OF_TIME);
		}
	}

	@Test
	void whenClocksDifferThenItMattersOnlyWithASecret() {
		long later = WALL_CLOCK + BeaconProtocol.CLOCK_TOLERANCE.toMillis() + 1;
		assertThat(this.authenticated.heard(beacon(Beacon.Kind.ANNOUNCE, 1), false, later, this.now))
			.isEqualTo(Outcome.OUT_OF_TIME);
		assertThat(this.authenticated.heard(beacon(Beacon.Kind.ANNOUNCE, 1), false, later - 1, this.now))
			.isEqualTo(Outcome.NEWS);
		assertThat(this.plain.heard(beacon(Beacon.Kind.ANNOUNCE, 1), false, later, this.now)).isEqualTo(Outcome.NEWS);
		Beacon absurd = new Beacon(Beacon.Kind.ANNOUNCE, UUID.randomUUID(), 1, Long.MIN_VALUE, "shop", PEER);
		assertThat(heard(this.authenticated, absurd)).isEqualTo(Outcome.OUT_OF_TIME);
	}

	@Test
	void whenItHearsItselfThenItDoesNotMatter() {
		this.plain.register(SELF, this.now);
		assertThat(heard(this.plain, announce(this.plain))).isEqualTo(Outcome.OWN);
		assertThat(this.plain.addresses()).isEmpty();
	}

	@Test
	void whenOfAnotherClusterThenItIsNeitherRememberedNorAnswered() {
		this.plain.register(SELF, this.now);
		announce(this.plain);
		Beacon stranger = new Beacon(Beacon.Kind.QUERY, this.peer, 1, WALL_CLOCK, "shop2", PEER);
		assertThat(heard(this.plain, stranger)).isEqualTo(Outcome.OTHER_CLUSTER);
		assertThat(this.plain.addresses()).isEmpty();
		assertThat(untilAnnouncement(this.plain)).isEqualTo(INTERVAL);
	}

	@Test
	void whenOnTheLoopbackOfAnotherMachineThenItIsOfNoUse() {
		Beacon loopback = new Beacon(Beacon.Kind.ANNOUNCE, this.peer, 1, WALL_CLOCK, "shop",
				new PeerAddress("127.0.0.1", 7800));
		assertThat(this.plain.heard(loopback, false, WALL_CLOCK, this.now)).isEqualTo(Outcome.UNREACHABLE);
		assertThat(this.plain.heard(loopback, true, WALL_CLOCK, this.now)).isEqualTo(Outcome.NEWS);
	}

	@Test
	void whenTooManyAreThereThenNewOnesAreRefusedUntilSomeAreGone() {
		PeerTable table = new PeerTable(INTERVAL);
		for (int i = 0; i < PeerTable.MAX_SENDERS; i++) {
			assertThat(table.heard(beacon(new UUID(0, i), Beacon.Kind.ANNOUNCE, 1), this.now))
				.isEqualTo(PeerTable.Heard.NEWS);
		}
		UUID newcomer = UUID.randomUUID();
		assertThat(table.heard(beacon(newcomer, Beacon.Kind.ANNOUNCE, 1), this.now)).isEqualTo(PeerTable.Heard.REFUSED);
		assertThat(table.heard(beacon(new UUID(0, 7), Beacon.Kind.GOODBYE, 2), this.now))
			.isEqualTo(PeerTable.Heard.NEWS);
		assertThat(table.heard(beacon(newcomer, Beacon.Kind.ANNOUNCE, 1), this.now)).isEqualTo(PeerTable.Heard.NEWS);
		assertThat(table.size()).isEqualTo(PeerTable.MAX_SENDERS);
		pass(PeerTable.MEMORY.plusSeconds(1));
		assertThat(table.expire(this.now)).isTrue();
		assertThat(table.size()).isZero();
	}

	private static Beacon beacon(UUID sender, Beacon.Kind kind, long sequence) {
		return new Beacon(kind, sender, sequence, WALL_CLOCK, "shop",
				new PeerAddress("10.0.0.2", 1 + (int) (sender.getLeastSignificantBits() & 0x7fff)));
	}

	/**
	 * Whatever is lost, doubled or late: who announces itself is known, and who is gone
	 * is forgotten, by all, after the expiry.
	 */
	@Test
	void whenDatagramsAreLostDoubledAndReorderedThenTablesConverge() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		for (int history = 0; history < 200; history++) {
			this.now = 0;
			Map<Integer, BeaconProtocol> nodes = new HashMap<>();
			for (int i = 0; i < 5; i++) {
				BeaconProtocol node = new BeaconProtocol("shop", new UUID(history, i), true, INTERVAL,
						random::nextDouble, 0);
				node.register(new PeerAddress("10.0.0." + (i + 1), 7800), 0);
				nodes.put(i, node);
			}
			run(nodes, random, Duration.ofSeconds(60), true);
			nodes.remove(random.nextInt(5));
			run(nodes, random, INTERVAL.multipliedBy(BeaconProtocol.MISSED_ANNOUNCEMENTS + 1), true);
			run(nodes, random, INTERVAL.multipliedBy(2), false);
			Set<PeerAddress> all = new HashSet<>();
			nodes.keySet().forEach((i) -> all.add(new PeerAddress("10.0.0." + (i + 1), 7800)));
			nodes.forEach((i, node) -> {
				Set<PeerAddress> others = new HashSet<>(all);
				others.remove(new PeerAddress("10.0.0." + (i + 1), 7800));
				assertThat(node.addresses()).isEqualTo(others);
			});
		}
	}

	private void run(Map<Integer, BeaconProtocol> nodes, Random random, Duration time, boolean badNetwork) {
		List<Beacon> late = new ArrayList<>();
		for (long end = this.now + time.toNanos(); this.now < end; pass(Duration.ofMillis(250))) {
			List<Beacon> wire = new ArrayList<>(late);
			late.clear();
			for (BeaconProtocol node : nodes.values()) {
				node.expire(this.now);
				if (node.nanosUntilAnnouncement(this.now) == 0) {
					wire.add(announce(node));
				}
			}
			for (Beacon beacon : wire) {
				for (BeaconProtocol node : nodes.values()) {
					double fate = badNetwork ? random.nextDouble() : 1;
					if (fate > 0.3) {
						heard(node, beacon);
					}
					if (fate > 0.3 && fate < 0.4) {
						assertThat(heard(node, beacon)).isIn(Outcome.REPLAYED, Outcome.OWN);
					}
					if (fate < 0.1 && late.size() < 100) {
						late.add(beacon);
					}
				}
			}
		}
	}

}
