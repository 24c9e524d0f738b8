package dev.muster.transport.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;

import org.jgroups.Header;

/**
 * Says to which of our channels an engine message belongs.
 */
public final class ChannelHeader extends Header {

	/** The engine's number for this kind of header. */
	static final short MAGIC_ID = 4510;

	/** The engine's number for who put it into a message. */
	static final short PROTOCOL_ID = 4511;

	private byte channel;

	/**
	 * For the engine, which fills it from the wire.
	 */
	public ChannelHeader() {
	}

	ChannelHeader(int channel) {
		this.channel = (byte) channel;
	}

	int channel() {
		return this.channel;
	}

	@Override
	public short getMagicId() {
		return MAGIC_ID;
	}

	@Override
	public Supplier<? extends Header> create() {
		return ChannelHeader::new;
	}

	@Override
	public int serializedSize() {
		return 1;
	}

	@Override
	public void writeTo(DataOutput out) throws IOException {
		out.writeByte(this.channel);
	}

	@Override
	public void readFrom(DataInput in) throws IOException {
		this.channel = in.readByte();
	}

}
