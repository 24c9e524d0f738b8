package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.muster.MemberId;
import dev.muster.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of {@link Packet}. All numbers are big-endian:
 *
 * <pre>
 * magic   2  'M' 'U'; an engine packet begins with its version, which is another number
 * format  1  1: the form described here
 * type    1  1 probe, 2 answer, 3 refused; others are ignored
 * token   4
 * ...        by type
 * </pre>
 *
 * A probe goes on with the hello (min and max version 1 each, features 8, cluster name
 * and node name with a length of 2 each) and the state; an answer with the state and the
 * number 1 and addresses of joining nodes; a refusal with the reason 1. A state is id 16,
 * address, standing 1, may-found 1, and for a member coordinator id 16, its address, view
 * number 8, view size 4. An address is length 1 (4 or 16), bytes, port 2.
 */
final class PacketCodec {

	static final short MAGIC = (short) (('M' << 8) | 'U');

	/** No packet is larger; what is, is refused before it is looked at. */
	static final int MAX_PACKET = 4096;

	/** Longest cluster or node name, in bytes of UTF-8. */
	static final int MAX_NAME = 255;

	private static final byte FORMAT = 1;

	private static final byte PROBE = 1;

	private static final byte ANSWER = 2;

	private static final byte REFUSED = 3;

	private static final Standing[] STANDINGS = Standing.values();

	private static final Refusal.Reason[] REASONS = Refusal.Reason.values();

	private PacketCodec() {
	}

	static byte[] encode(Packet packet) {
		ByteBuffer out = ByteBuffer.allocate(MAX_PACKET);
		out.putShort(MAGIC).put(FORMAT);
		if (packet instanceof Packet.Probe probe) {
			out.put(PROBE).putInt(probe.token());
			Hello hello = probe.hello();
			out.put((byte) hello.minVersion()).put((byte) hello.maxVersion()).putLong(hello.features());
			putText(out, hello.clusterName());
			putText(out, hello.nodeName());
			putState(out, probe.state());
		}
		else if (packet instanceof Packet.Answer answer) {
			out.put(ANSWER).putInt(answer.token());
			putState(out, answer.state());
			out.put((byte) answer.joining().size());
			answer.joining().forEach((address) -> putAddress(out, address));
		}
		else if (packet instanceof Packet.Refused refused) {
			out.put(REFUSED).putInt(refused.token()).put((byte) refused.reason().ordinal());
		}
		byte[] bytes = new byte[out.position()];
		out.flip().get(bytes);
		return bytes;
	}

	/**
	 * Decode.
	 * @param in the packet
	 * @return the packet, or {@code null} if it is of a type or format that this build
	 * does not know
	 * @throws MalformedPacketException if it is none
	 */
	static @Nullable Packet decode(ByteBuffer in) throws MalformedPacketException {
		if (in.remaining() > MAX_PACKET) {
			throw new MalformedPacketException(in.remaining() + " bytes are too many");
		}
		try {
			if (in.getShort() != MAGIC) {
				throw new MalformedPacketException("it is not ours");
			}
			if (in.get() != FORMAT) {
				return null;
			}
			byte type = in.get();
			int token = in.getInt();
			return switch (type) {
				case PROBE ->
					new Packet.Probe(token, new Hello(in.get(), in.get(), in.getLong(), text(in), text(in)), state(in));
				case ANSWER -> {
					PeerState state = state(in);
					int count = in.get();
					if (count < 0 || count > Packet.Answer.MAX_JOINING) {
						throw new MalformedPacketException(count + " joining nodes");
					}
					List<InetSocketAddress> joining = new ArrayList<>(count);
					for (int i = 0; i < count; i++) {
						joining.add(address(in));
					}
					yield new Packet.Answer(token, state, joining);
				}
				case REFUSED -> new Packet.Refused(token, constant(REASONS, in.get()));
				default -> null;
			};
		}
		catch (BufferUnderflowException ex) {
			throw new MalformedPacketException("it is cut short");
		}
	}

	private static void putState(ByteBuffer out, PeerState state) {
		putId(out, state.id());
		putAddress(out, state.address());
		out.put((byte) state.standing().ordinal()).put((byte) (state.mayFound() ? 1 : 0));
		if (state.standing() == Standing.MEMBER && state.coordinator() != null && state.coordinatorId() != null) {
			putId(out, state.coordinatorId());
			putAddress(out, state.coordinator());
			out.putLong(state.viewNumber()).putInt(state.viewSize());
		}
	}

	private static PeerState state(ByteBuffer in) throws MalformedPacketException {
		MemberId id = id(in);
		InetSocketAddress address = address(in);
		Standing standing = constant(STANDINGS, in.get());
		boolean mayFound = in.get() != 0;
		if (standing != Standing.MEMBER) {
			return new PeerState(id, address, standing, mayFound, null, null, 0, 0);
		}
		MemberId coordinatorId = id(in);
		return new PeerState(id, address, standing, mayFound, address(in), coordinatorId, in.getLong(), in.getInt());
	}

	private static void putId(ByteBuffer out, MemberId id) {
		out.putLong(id.high()).putLong(id.low());
	}

	private static MemberId id(ByteBuffer in) {
		return new MemberId(in.getLong(), in.getLong());
	}

	private static void putText(ByteBuffer out, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.putShort((short) bytes.length).put(bytes);
	}

	private static String text(ByteBuffer in) throws MalformedPacketException {
		int length = in.getShort();
		if (length < 0 || length > MAX_NAME) {
			throw new MalformedPacketException("a name of " + length + " bytes");
		}
		byte[] bytes = new byte[length];
		in.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static void putAddress(ByteBuffer out, InetSocketAddress address) {
		byte[] bytes = address.getAddress().getAddress();
		out.put((byte) bytes.length).put(bytes).putShort((short) address.getPort());
	}

	private static InetSocketAddress address(ByteBuffer in) throws MalformedPacketException {
		int length = in.get();
		if (length != 4 && length != 16) {
			throw new MalformedPacketException("an address of " + length + " bytes");
		}
		byte[] bytes = new byte[length];
		in.get(bytes);
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), Short.toUnsignedInt(in.getShort()));
		}
		catch (UnknownHostException ex) {
			throw new MalformedPacketException("an address that is none");
		}
	}

	private static <E> E constant(E[] constants, byte ordinal) throws MalformedPacketException {
		if (ordinal < 0 || ordinal >= constants.length) {
			throw new MalformedPacketException("an unknown constant " + ordinal);
		}
		return constants[ordinal];
	}

}
