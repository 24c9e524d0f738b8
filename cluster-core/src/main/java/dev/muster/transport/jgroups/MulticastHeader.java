package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.muster.MemberId;
import org.jgroups.Header;

/**
 * Says to which of our channels a multicast engine message belongs, and to whom: those
 * who hear it and are not meant drop it. The channel 1, the number of members 2, and
 * their ids 16 each.
 */
public final class MulticastHeader extends Header {

	/** The engine's number for this kind of header. */
	static final short MAGIC_ID = 4513;

	/**
	 * How many members a message may be for. With all of them, a message is below the
	 * limit of a datagram.
	 */
	static final int MAX_MEMBERS = 256;

	private byte channel;

	private List<MemberId> members = List.of();

	/**
	 * For the engine, which fills it from the wire.
	 */
	public MulticastHeader() {
	}

	MulticastHeader(int channel, List<MemberId> members) {
		this.channel = (byte) channel;
		this.members = members;
	}

	int channel() {
		return this.channel;
	}

	List<MemberId> members() {
		return this.members;
	}

	@Override
	public short getMagicId() {
		return MAGIC_ID;
	}

	@Override
	public Supplier<? extends Header> create() {
		return MulticastHeader::new;
	}

	@Override
	public int serializedSize() {
		return Byte.BYTES + Short.BYTES + this.members.size() * 2 * Long.BYTES;
	}

	@Override
	public void writeTo(DataOutput out) throws IOException {
		out.writeByte(this.channel);
		out.writeShort(this.members.size());
		for (MemberId member : this.members) {
			out.writeLong(member.high());
			out.writeLong(member.low());
		}
	}

	@Override
	public void readFrom(DataInput in) throws IOException {
		this.channel = in.readByte();
		int count = in.readUnsignedShort();
		if (count > MAX_MEMBERS) {
			throw new IOException("a message for " + count + " members");
		}
		List<MemberId> ids = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			ids.add(new MemberId(in.readLong(), in.readLong()));
		}
		this.members = ids;
	}

}
