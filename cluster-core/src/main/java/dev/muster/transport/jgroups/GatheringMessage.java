package dev.muster.transport.jgroups;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message of bytes that lie in several arrays, which are copied once only: into the
 * packet. Its receiver sees a {@link BytesMessage} like any other. The engine cannot cut
 * it into fragments.
 */
final class GatheringMessage extends BytesMessage {

	private List<byte[]> parts = List.of();

	private GatheringMessage() {
	}

	private GatheringMessage(@Nullable Address to, List<byte[]> parts, int length) {
		super(to);
		this.parts = parts;
		this.length = length;
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

	@Override
	public Supplier<Message> create() {
		return GatheringMessage::new;
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
		return Integer.BYTES + this.length;
	}

	@Override
	public void writePayload(DataOutput out) throws IOException {
		out.writeInt(this.length);
		for (byte[] part : this.parts) {
			out.write(part, 0, part.length);
		}
	}

	@Override
	protected Message copyPayload(Message copy) {
		GatheringMessage other = (GatheringMessage) copy;
		other.parts = this.parts;
		other.length = this.length;
		return copy;
	}

}
