package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.DuplicateNodeNameException;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchOptions;
import dev.muster.transport.TransportSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two nodes that start together under one name, both about to join a third, in each order
 * in which one may ask the other: exactly one of them gets the name.
 */
@Timeout(60)
class NameRaceTests {

	private static final InetSocketAddress COORDINATOR = RendezvousSimulation.address(3);

	private static final InetSocketAddress TWIN = RendezvousSimulation.address(1);

	private static final MemberId LOWER = new MemberId(0, 1);

	private static final MemberId HIGHER = new MemberId(0, 2);

	private final List<Packet> toTwin = new ArrayList<>();

	private final AtomicLong clock = new AtomicLong();

	private final RefusalLog refusals = new RefusalLog(InstantSource.system());

	private Runnable whenTheCoordinatorIsAsked = () -> {
	};

	@Test
	void whenItHasDecidedToJoinThenTheOtherIsRefusedAlsoIfItsIdIsLower() throws Exception {
		Introducer introducer = introducer(HIGHER);
		PeerState joins = introducer.decide();
		assertThat(joins).isNotNull().extracting(PeerState::address).isEqualTo(COORDINATOR);
		twinAsks(introducer, LOWER);
		assertThat(this.toTwin).containsExactly(new Packet.Refused(7, Refusal.Reason.DUPLICATE_NAME));
		assertThat(this.refusals.refusals()).extracting(Refusal::reason).containsExactly(Refusal.Reason.DUPLICATE_NAME);
	}

	@Test
	void whenTheOneOfTheLowerIdAsksBeforeItHasDecidedThenItGivesWay() {
		Introducer introducer = introducer(HIGHER);
		this.whenTheCoordinatorIsAsked = () -> twinAsks(introducer, LOWER);
		assertThatExceptionOfType(DuplicateNodeNameException.class).isThrownBy(introducer::decide)
			.satisfies((ex) -> assertThat(ex.nodeName()).isEqualTo("twin"));
		assertThat(this.toTwin).isNotEmpty()
			.allSatisfy((packet) -> assertThat(packet).isInstanceOf(Packet.Answer.class));
	}

	@Test
	void whenTheOneOfTheHigherIdAsksBeforeItHasDecidedThenItIsRefused() throws Exception {
		Introducer introducer = introducer(LOWER);
		this.whenTheCoordinatorIsAsked = () -> twinAsks(introducer, HIGHER);
		assertThat(introducer.decide()).isNotNull();
		assertThat(this.toTwin).isNotEmpty()
			.allSatisfy((packet) -> assertThat(packet).isInstanceOf(Packet.Refused.class));
	}

	@Test
	void whenTheOtherStopsAskingThenTheNameIsFreeAgain() throws Exception {
		Introducer introducer = introducer(HIGHER);
		AtomicLong asked = new AtomicLong();
		this.whenTheCoordinatorIsAsked = () -> {
			if (asked.incrementAndGet() <= 3) {
				twinAsks(introducer, LOWER);
			}
		};
		assertThat(introducer.decide()).isNotNull();
		assertThat(asked).hasValueGreaterThan(3);
	}

	private void twinAsks(Introducer introducer, MemberId id) {
		introducer.packet(TWIN, ByteBuffer.wrap(
				PacketCodec.encode(new Packet.Probe(7, new Hello("shop", "twin"), PeerState.joining(id, TWIN, true)))));
	}

	private Introducer introducer(MemberId id) {
		Introducer introducer = new Introducer(id, "shop", TransportSettings.defaults(), new Listed(),
				new AddressResolver(Runnable::run, this.clock::get),
				new SearchRecord(SearchOptions.defaults(), () -> 0), this.refusals, new StrayPackets(),
				() -> this.clock.addAndGet(Duration.ofMillis(100).toNanos()));
		new Engine(introducer);
		introducer.attach(new NobodyElse());
		introducer.bound(RendezvousSimulation.address(2), "twin");
		return introducer;
	}

	/**
	 * Is without an engine: what is sent to the coordinator is answered at once.
	 */
	private final class Engine extends EngineDiscovery {

		private final Introducer introducer;

		private Engine(Introducer introducer) {
			super(introducer);
			this.introducer = introducer;
		}

		@Override
		void transmit(InetSocketAddress to, byte[] bytes) {
			Packet packet = decode(bytes);
			if (to.equals(TWIN)) {
				if (!(packet instanceof Packet.Probe)) {
					NameRaceTests.this.toTwin.add(packet);
				}
			}
			else if (packet instanceof Packet.Probe probe) {
				MemberId coordinator = new MemberId(0, 3);
				PeerState state = new PeerState(coordinator, COORDINATOR, Standing.MEMBER, true, COORDINATOR,
						coordinator, 1, 1);
				this.introducer.packet(COORDINATOR,
						ByteBuffer.wrap(PacketCodec.encode(new Packet.Answer(probe.token(), state, List.of()))));
				NameRaceTests.this.whenTheCoordinatorIsAsked.run();
			}
		}

		@Override
		void learnAddress(PeerState peer) {
			// there is nobody to tell
		}

		private static Packet decode(byte[] bytes) {
			try {
				return Objects.requireNonNull(PacketCodec.decode(ByteBuffer.wrap(bytes)));
			}
			catch (MalformedPacketException ex) {
				throw new AssertionError(ex);
			}
		}

	}

	private static final class NobodyElse implements Introducer.Host {

		@Override
		public void bound(InetSocketAddress address) {
			// is said by the test
		}

		@Override
		public boolean isNameTaken(String name, MemberId asker, InetSocketAddress address) {
			return false;
		}

	}

	/**
	 * Lists the coordinator.
	 */
	private static final class Listed implements DiscoveryService {

		@Override
		public void start(String clusterName, PeerAddress self) {
			// is always on
		}

		@Override
		public void stop() {
			// is always on
		}

		@Override
		public Candidates poll(Duration timeout) {
			return candidates();
		}

		@Override
		public Candidates candidates() {
			return new Candidates(
					Set.of(new PeerAddress(COORDINATOR.getAddress().getHostAddress(), COORDINATOR.getPort())), true);
		}

		@Override
		public Registration addChangeListener(Runnable listener) {
			return () -> {
			};
		}

		@Override
		public List<TopologyStatus> status() {
			return List.of();
		}

	}

}
