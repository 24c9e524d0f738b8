package dev.muster.transport.jgroups;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import dev.muster.transport.handshake.Handshake;
import dev.muster.transport.handshake.Identity;
import dev.muster.transport.handshake.Step;
import org.awaitility.Awaitility;
import org.jgroups.ObjectMessage;
import org.jgroups.Version;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What strangers may send to a transport's port, and that it does no harm.
 */
class HostilePeersIT {

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final JGroupsTransport first = transport("a");

	private final JGroupsTransport second = transport("b");

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
	void whenRandomBytesComeThenTheyAreCountedAndToldOnce() throws IOException {
		ClusterView before = this.first.view();
		for (int i = 0; i < 200; i++) {
			byte[] garbage = new byte[1 + this.random.nextInt(2000)];
			this.random.nextBytes(garbage);
			send(garbage);
		}
		send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		await("most of it is counted, seed " + this.seed, () -> this.first.statistics().invalidPackets() > 100);
		assertNothingHappened(before);
	}

	@Test
	void whenGarbageFollowsAValidHandshakeThenItIsCountedAndToldOnce() throws Exception {
		ClusterView before = this.first.view();
		for (int i = 0; i < 100; i++) {
			byte[] garbage = new byte[8 + this.random.nextInt(500)];
			this.random.nextBytes(garbage);
			ByteBuffer packet = ByteBuffer.wrap(garbage);
			switch (i % 4) {
				case 0 -> packet.putShort((short) 0); // neither ours nor the engine's
				case 1 -> packet.putShort(PacketCodec.MAGIC); // ours, cut
				default -> packet.putShort(Version.version); // the engine's
			}
			try (Socket socket = connect()) {
				shakeHands(socket, Hello.MIN_VERSION, Hello.MAX_VERSION);
				writeData(socket, (i % 4 < 3) ? garbage.length : Integer.MAX_VALUE - 1, garbage);
				socket.shutdownOutput();
				awaitHangUp(socket);
			}
		}
		await("it is counted, seed " + this.seed, () -> this.first.statistics().invalidPackets() > 40);
		assertNothingHappened(before);
	}

	@Test
	void whenASerializedObjectComesThenItIsNotDeserialized() throws Exception {
		long before = this.first.statistics().invalidPackets();
		ByteArrayDataOutputStream message = new ByteArrayDataOutputStream();
		message.writeShort(Version.version);
		message.writeByte(2); // a single multicast: for whoever gets it
		ObjectMessage bomb = new ObjectMessage(null, new Bomb());
		bomb.setSrc(new UUID(1, 2));
		message.writeShort(bomb.getType());
		bomb.writeTo(message);
		try (Socket socket = connect()) {
			shakeHands(socket, Hello.MIN_VERSION, Hello.MAX_VERSION);
			writeData(socket, message.position(), Arrays.copyOf(message.buffer(), message.position()));
			await("it is counted", () -> this.first.statistics().invalidPackets() == before + 1);
		}
		assertThat(Bomb.exploded).as("code of a peer's object has run").isFalse();
	}

	@Test
	void whenAStrangerSpeaksAnotherProtocolThenItIsRefusedAndLearnsWhyOnly() throws Exception {
		try (Socket socket = connect()) {
			assertThat(shakeHands(socket, 7, 9)).isEqualTo(new Step.Refused(Refusal.Reason.OTHER_PROTOCOL));
			awaitHangUp(socket);
		}
		await("it is noted",
				() -> this.first.refusals()
					.stream()
					.anyMatch((refusal) -> refusal.reason() == Refusal.Reason.OTHER_PROTOCOL && refusal.byUs()));
	}

	@Test
	void whenManyConnectionsStaySilentThenMembersStillJoin() throws IOException {
		Socket[] silent = new Socket[50];
		for (int i = 0; i < silent.length; i++) {
			silent[i] = connect();
		}
		JGroupsTransport third = transport("c");
		try {
			third.start();
			await("three members", () -> this.first.view().size() == 3);
		}
		finally {
			third.stop();
			for (Socket socket : silent) {
				socket.close();
			}
		}
	}

	private void assertNothingHappened(ClusterView before) {
		assertThat(this.first.view()).isEqualTo(before);
		assertThat(this.second.view()).isEqualTo(before);
		assertThat(this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
			.as("log lines with seed %d", this.seed)
			.hasSizeBetween(1, 3); // one for each "peer": by address, or unknown
		this.first.broadcast(9, new byte[1]);
		await("they still talk", () -> this.second.statistics().framesDropped() == 1);
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), this.first.self().port());
	}

	private void send(byte[] bytes) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(bytes);
			socket.shutdownOutput();
			socket.setSoTimeout(30_000);
			awaitHangUp(socket);
		}
	}

	private static void awaitHangUp(Socket socket) throws IOException {
		try {
			assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(100);
		}
		catch (SocketException ex) {
			assertThat(ex).as("it did not read all").hasMessageContaining("reset");
		}
	}

	private static Step shakeHands(Socket socket, int minVersion, int maxVersion) throws IOException {
		socket.setSoTimeout(30_000);
		Handshake handshake = Handshake.initiator(new Identity("hostile",
				new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), minVersion, maxVersion, 0, null, false));
		byte[] first = ((Step.Send) handshake.begin()).message();
		write(socket, first.length, first);
		DataInputStream in = new DataInputStream(socket.getInputStream());
		return handshake.receive(ByteBuffer.wrap(in.readNBytes(in.readInt())));
	}

	// After the handshake each frame has a type; 0 is for data
	private static void writeData(Socket socket, int length, byte[] frame) throws IOException {
		write(socket, length + 1, ByteBuffer.allocate(1 + frame.length).put(1, frame).array());
	}

	private static void write(Socket socket, int length, byte[] frame) throws IOException {
		socket.getOutputStream()
			.write(ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(length).put(frame).array());
	}

	private JGroupsTransport transport(String name) {
		return new JGroupsTransport("hostile", name, Map.of(), JGroupsTransportContractIT.settings(),
				this.discovery.service());
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
