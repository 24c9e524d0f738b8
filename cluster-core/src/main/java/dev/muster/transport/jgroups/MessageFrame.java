package dev.muster.transport.jgroups;

import java.io.IOException;

import dev.muster.transport.jgroups.netty.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import org.jgroups.Message;
import org.jgroups.util.Util;

/**
 * A message of the engine, to one member, as a frame. As with most of the engine's
 * bundlers another thread writes it than the one that sent it.
 */
final class MessageFrame implements OutboundFrame {

	// Version, flags and type, which the engine writes before the message
	private static final int HEADERS = Short.BYTES + Byte.BYTES + Short.BYTES;

	private final Message message;

	private final int size;

	MessageFrame(Message message) {
		this.message = message;
		this.size = HEADERS + message.size();
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public void writeTo(ByteBuf out) throws IOException {
		Util.writeMessage(this.message, new ByteBufOutputStream(out), false);
	}

}
