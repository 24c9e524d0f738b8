package dev.muster.discovery.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A name server on loopback that answers whatever a test wants, which a real one does
 * not.
 */
final class LyingServer implements AutoCloseable {

	private final Queue<String> questions = new ConcurrentLinkedQueue<>();

	private final ServerSocket tcp;

	private final DatagramSocket udp;

	/** What is sent for a query: any number of datagrams. */
	volatile Function<byte[], List<byte[]>> datagrams = (query) -> List.of();

	/**
	 * What is sent on a connection, with a length before each; nothing closes the
	 * connection.
	 */
	volatile Function<byte[], List<byte[]>> stream = (query) -> List.of();

	LyingServer() {
		try {
			InetAddress loopback = InetAddress.getByName("127.0.0.1");
			this.tcp = new ServerSocket(0, 10, loopback);
			this.udp = new DatagramSocket(new InetSocketAddress(loopback, this.tcp.getLocalPort()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::serveDatagrams);
		start(this::serveConnections);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "lying server");
		thread.setDaemon(true);
		thread.start();
	}

	String address() {
		return "127.0.0.1:" + this.udp.getLocalPort();
	}

	/** Return what it was asked so far. */
	List<String> questions() {
		return List.copyOf(this.questions);
	}

	/** Listen to datagrams only. */
	void refuseConnections() {
		try {
			this.tcp.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serveDatagrams() {
		try {
			while (true) {
				DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
				this.udp.receive(packet);
				byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
				this.questions.add(Message.question(query));
				for (byte[] answer : this.datagrams.apply(query)) {
					this.udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
				}
			}
		}
		catch (IOException ex) {
			if (!this.udp.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void serveConnections() {
		try {
			while (true) {
				try (Socket socket = this.tcp.accept()) {
					DataInputStream in = new DataInputStream(socket.getInputStream());
					byte[] query = in.readNBytes(in.readUnsignedShort());
					this.questions.add(Message.question(query) + " by TCP");
					DataOutputStream out = new DataOutputStream(socket.getOutputStream());
					for (byte[] answer : this.stream.apply(query)) {
						out.writeShort(answer.length);
						out.write(answer);
					}
					out.flush();
				}
			}
		}
		catch (IOException ex) {
			if (!this.tcp.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void close() {
		refuseConnections();
		this.udp.close();
	}

}
