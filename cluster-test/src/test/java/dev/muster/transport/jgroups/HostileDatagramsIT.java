package dev.muster.transport.jgroups;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.ClusterView;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;
import org.awaitility.Awaitility;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Version;
import org.jgroups.protocols.TpHeader;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What strangers may send to the port or the group of a transport over UDP, and that it
 * does no harm.
 */
class HostileDatagramsIT {

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final UdpSettings group = UdpTransportContractIT.freeGroup();

	private final TransportSettings settings = JGroupsTransportContractIT.settings().withUdp(this.group);

	private final JGroupsTransport first = transport("hostile", "a", this.discovery);

	private final JGroupsTransport second = transport("hostile", "b", this.discovery);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@BeforeEach
	void start() {
		this.first.start();
		this.second.start();
		await("two members", () -> this.first.view().size() == 2 && this.second.view().size() == 2);
		this.appender.start();
		root().addAppender(this.appender);
	}

	@AfterEach
	void stop() {
		root().detachAppender(this.appender);
		this.second.stop();
		this.first.stop();
	}

	@Test
	void whenGarbageComesThenItIsCountedAndToldOnce() throws IOException {
		ClusterView before = this.first.view();
		for (int i = 0; i < 2000; i++) {
			byte[] garbage = new byte[1 + this.random.nextInt(500)];
			this.random.nextBytes(garbage);
			if (garbage.length > 4) {
				ByteBuffer packet = ByteBuffer.wrap(garbage);
				switch (i % 4) {
					case 0 -> packet.putShort((short) 0); // neither ours nor the engine's
					case 1 -> packet.putShort(PacketCodec.MAGIC); // ours, cut
					default -> packet.putShort(Version.version); // the engine's
				}
			}
			send(garbage);
		}
		await("most of it is counted, seed " + this.seed, () -> this.first.statistics().invalidPackets() > 200);
		assertThat(this.first.view()).isEqualTo(before);
		assertThat(this.second.view()).isEqualTo(before);
		assertThat(this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
			.as("log lines with seed %d", this.seed)
			.hasSizeBetween(1, 2); // one for each of garbage and of other clusters
		this.first.broadcast(9, new byte[1]);
		await("they still talk", () -> this.second.statistics().framesDropped() == 1);
	}

	@Test
	void whenASerializedObjectComesThenItIsNotDeserialized() throws Exception {
		long before = this.first.statistics().invalidPackets();
		Message bomb = new ObjectMessage(null, new Bomb()).setSrc(new UUID(1, 2))
			.putHeader(transportId(), new TpHeader("muster:hostile"));
		send(packet(bomb));
		await("it is counted", () -> this.first.statistics().invalidPackets() == before + 1);
		assertThat(Bomb.exploded).as("code of a peer's object has run").isFalse();
	}

	@Test
	void whenAnotherClusterUsesTheGroupThenItsTrafficIsRefusedAndTheyStayApart() {
		JGroupsTransport stranger = transport("stranger", "a", new SharedDiscovery());
		stranger.start();
		try {
			// Its failure detection and its search for parts are heard
			await("the members note it", () -> otherClusterRefused(this.first) && otherClusterRefused(this.second));
			await("the stranger notes them", () -> otherClusterRefused(stranger));
			assertThat(stranger.view().size()).isOne();
			assertThat(this.first.view().size()).isEqualTo(2);
		}
		finally {
			stranger.stop();
		}
	}

	private static boolean otherClusterRefused(JGroupsTransport transport) {
		return transport.refusals()
			.stream()
			.anyMatch((refusal) -> refusal.reason() == Refusal.Reason.OTHER_CLUSTER && refusal.byUs());
	}

	private short transportId() {
		Incarnation incarnation = this.first.current();
		assertThat(incarnation).isNotNull();
		return incarnation.channel().getProtocolStack().getTransport().getId();
	}

	private static byte[] packet(Message message) throws IOException {
		ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
		out.writeShort(Version.version);
		out.writeByte(2); // a single multicast: for whoever gets it
		out.writeShort(message.getType());
		message.writeTo(out);
		return Arrays.copyOf(out.buffer(), out.position());
	}

	private void send(byte[] datagram) throws IOException {
		try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			socket.send(new DatagramPacket(datagram, datagram.length,
					new InetSocketAddress(InetAddress.getLoopbackAddress(), this.first.self().port())));
		}
	}

	private JGroupsTransport transport(String cluster, String name, SharedDiscovery registry) {
		return new JGroupsTransport(cluster, name, Map.of(), this.settings, registry.service());
	}

	/** Runs code when it is deserialized, as attacks do. */
	private static final class Bomb implements Serializable {

		private static volatile boolean exploded;

		private void readObject(ObjectInputStream in) {
			exploded = true;
		}

	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(condition);
	}

}
