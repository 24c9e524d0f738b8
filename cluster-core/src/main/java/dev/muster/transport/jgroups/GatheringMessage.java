package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message of bytes that lie in several arrays: they are copied into the packet, and out
 * of it into arrays again, and nowhere else. So a large part is an array of its own at
 * the receiver, too; small ones are joined with their neighbours, since an array costs
 * more than their copy. The engine cannot cut it into fragments.
 *
 * <p>
 * Its payload on the wire: how many bytes all parts have (4 bytes), then each part behind
 * its length (seven bits a byte, lowest first).
 */
final class GatheringMessage extends BytesMessage {

	/** The engine's number for messages of this kind. */
	static final short TYPE = 4512;

	/** From this size on a part stays alone. */
	static final int LARGE = 512;

	private static final int[] NONE = {};

	private List<byte[]> parts = List.of();

	private int[] lengths = NONE;

	/**
	 * For the engine, which fills it from the wire.
	 */
	GatheringMessage() {
	}

	private GatheringMessage(@Nullable Address to, List<byte[]> parts, int length) {
		super(to);
		this.parts = parts;
		this.length = length;
		this.lengths = lengths(parts);
	}

	/**
	 * Make a message.
	 * @param to the member that it is for, or {@code null} for all
	 * @param parts the bytes
	 * @param length how many bytes they are
	 * @return the message
	 */
	static Message of(@Nullable Address to, List<byte[]> parts, int length) {
		if (parts.size() == 1) {
			return new BytesMessage(to, parts.get(0));
		}
		if (length <= EngineStack.FRAGMENT_SIZE) {
			return new GatheringMessage(to, parts, length);
		}
		ByteBuffer joined = ByteBuffer.allocate(length);
		parts.forEach(joined::put);
		return new BytesMessage(to, joined.array());
	}

	/**
	 * Return the bytes of a message that came, of this kind or another.
	 * @param message the message
	 * @return its parts, at least one; {@code null} if it has no bytes
	 */
	static @Nullable List<byte[]> parts(Message message) {
		if (message instanceof GatheringMessage gathered) {
			return gathered.parts;
		}
		if (!message.hasArray()) {
			return null;
		}
		byte[] array = message.getArray();
		if (array == null) {
			return List.of(new byte[0]);
		}
		if (message.getOffset() == 0 && message.getLength() == array.length) {
			return List.of(array);
		}
		byte[] copy = new byte[message.getLength()];
		System.arraycopy(array, message.getOffset(), copy, 0, copy.length);
		return List.of(copy);
	}

	@Override
	public Supplier<Message> create() {
		return GatheringMessage::new;
	}

	@Override
	public short getType() {
		return TYPE;
	}

	@Override
	public boolean hasPayload() {
		return true;
	}

	@Override
	public boolean hasArray() {
		return false;
	}

	@Override
	protected int payloadSize() {
		int size = Integer.BYTES + this.length;
		for (int joined : this.lengths) {
			size += varLength(joined);
		}
		return size;
	}

	@Override
	public void writePayload(DataOutput out) throws IOException {
		out.writeInt(this.length);
		int next = 0;
		for (int joined : this.lengths) {
			writeVar(out, joined);
			for (int rest = joined; rest > 0;) {
				byte[] part = this.parts.get(next++);
				out.write(part, 0, part.length);
				rest -= part.length;
			}
		}
	}

	/** Return how long the parts are after small ones were joined. */
	private static int[] lengths(List<byte[]> parts) {
		int[] lengths = new int[parts.size()];
		int count = 0;
		int joined = 0;
		boolean alone = false;
		for (byte[] part : parts) {
			int size = part.length;
			if (joined > 0 && (alone || size >= LARGE)) {
				lengths[count++] = joined;
				joined = 0;
			}
			joined += size;
			alone = size >= LARGE;
		}
		if (joined > 0) {
			lengths[count++] = joined;
		}
		return Arrays.copyOf(lengths, count);
	}

	@Override
	public void readPayload(DataInput in) throws IOException {
		int rest = in.readInt();
		if (rest < 0 || rest > EngineStack.FRAGMENT_SIZE
				|| in instanceof InputStream bytes && rest > bytes.available()) {
			throw new IOException("A message of " + rest + " bytes has fewer, or too many");
		}
		this.length = rest;
		List<byte[]> read = new ArrayList<>();
		while (rest > 0) {
			int size = readVar(in);
			if (size > rest) {
				throw new IOException("A part has " + size + " bytes, and " + rest + " follow");
			}
			byte[] part = new byte[size];
			in.readFully(part, 0, size);
			read.add(part);
			rest -= size;
		}
		this.parts = read.isEmpty() ? List.of(new byte[0]) : read;
		this.lengths = lengths(this.parts);
	}

	private static int varLength(int value) {
		return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
	}

	private static void writeVar(DataOutput out, int value) throws IOException {
		int rest = value;
		while (rest >= 0x80) {
			out.writeByte(rest | 0x80);
			rest >>>= 7;
		}
		out.writeByte(rest);
	}

	private static int readVar(DataInput in) throws IOException {
		int value = 0;
		for (int shift = 0; shift < 28; shift += 7) {
			int next = in.readUnsignedByte();
			value |= (next & 0x7f) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new IOException("A length of more than four bytes");
	}

	@Override
	protected Message copyPayload(Message copy) {
		GatheringMessage other = (GatheringMessage) copy;
		other.parts = this.parts;
		other.lengths = this.lengths;
		other.length = this.length;
		return copy;
	}

}
