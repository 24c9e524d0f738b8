package dev.muster.transport.jgroups.netty;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.muster.transport.handshake.Handshake;
import dev.muster.transport.handshake.Identity;
import dev.muster.transport.handshake.Step;

/**
 * A peer that speaks the protocol through a plain socket, and then does what the test
 * wants. Reads only when told to.
 */
final class RawPeer implements AutoCloseable {

	private static final int SMALL_BUFFER = 16 * 1024;

	private final Socket socket;

	private final DataInputStream in;

	private final DataOutputStream out;

	private RawPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout((int) Node.DEADLINE.toMillis());
		this.in = new DataInputStream(socket.getInputStream());
		this.out = new DataOutputStream(socket.getOutputStream());
	}

	/** Connect, and say nothing. */
	static RawPeer stranger(Node to) throws IOException {
		return new RawPeer(new Socket(to.address.getAddress(), to.address.getPort()));
	}

	/** Connect, and get through the handshake. */
	static RawPeer connect(Node to, InetSocketAddress claimed) throws IOException {
		RawPeer peer = stranger(to);
		Handshake handshake = Handshake.initiator(identity(claimed));
		Step step = handshake.begin();
		while (step instanceof Step.Send send) {
			peer.write(send.message());
			step = handshake.receive(ByteBuffer.wrap(peer.read()));
		}
		return peer.opened(step);
	}

	/** Listen, as a peer whose buffers are small. */
	static ServerSocket listen() throws IOException {
		ServerSocket server = new ServerSocket();
		server.setReceiveBufferSize(SMALL_BUFFER);
		server.setSoTimeout((int) Node.DEADLINE.toMillis());
		server.bind(new InetSocketAddress(Node.LOOPBACK, 0));
		return server;
	}

	static InetSocketAddress address(ServerSocket server) {
		return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
	}

	/** Accept a connection, and get through the handshake. */
	static RawPeer accept(ServerSocket server) throws IOException {
		RawPeer peer = new RawPeer(server.accept());
		Handshake handshake = Handshake.responder(identity(address(server)));
		Step step = handshake.receive(ByteBuffer.wrap(peer.read()));
		while (step instanceof Step.Send send) {
			peer.write(send.message());
			step = handshake.receive(ByteBuffer.wrap(peer.read()));
		}
		return peer.opened(step);
	}

	private static Identity identity(InetSocketAddress address) {
		return new Identity("test", address, 1, 1, 0, null, false);
	}

	private RawPeer opened(Step step) throws IOException {
		if (!(step instanceof Step.Done done)) {
			throw new IllegalStateException("Not let in: " + step);
		}
		byte[] last = done.message();
		if (last != null) {
			write(last);
		}
		return this;
	}

	/** Write bytes behind their length. */
	void write(byte[] message) throws IOException {
		this.out.writeInt(message.length);
		this.out.write(message);
		this.out.flush();
	}

	/** Write a frame of some type. */
	void frame(int type, byte[] content) throws IOException {
		byte[] frame = new byte[content.length + 1];
		frame[0] = (byte) type;
		System.arraycopy(content, 0, frame, 1, content.length);
		write(frame);
	}

	/** Write bytes and nothing else. */
	void raw(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/** Read bytes behind their length. */
	byte[] read() throws IOException {
		return this.in.readNBytes(this.in.readInt());
	}

	/** Read until data comes, and return them. */
	byte[] readData() throws IOException {
		byte[] frame = read();
		while (frame[0] != FrameType.DATA) {
			frame = read();
		}
		return Arrays.copyOfRange(frame, 1, frame.length);
	}

	/** Read until the other side closes. */
	void awaitEnd() {
		try {
			while (this.in.read() >= 0) {
				continue;
			}
		}
		catch (java.net.SocketTimeoutException ex) {
			throw new IllegalStateException("The connection was not closed", ex);
		}
		catch (IOException ex) {
			return; // reset, which is an end, too
		}
	}

	/** End the connection with RST. */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
