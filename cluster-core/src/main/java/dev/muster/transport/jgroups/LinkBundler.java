package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;

import dev.muster.transport.jgroups.netty.Lane;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.protocols.NoBundler;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Writes each message into the buffer that goes to the socket, at once and on the thread
 * that has it: what we send is batched above, and what waits for a socket goes together.
 * The engine's own traffic overtakes payload, so that a busy connection is not taken for
 * a dead one.
 */
final class LinkBundler extends NoBundler {

	private static final int HEADERS = 128;

	private final EngineTransport engine;

	LinkBundler(EngineTransport engine) {
		this.engine = engine;
	}

	@Override
	public void send(Message message) throws Exception {
		sendSingle(message.getDest(), message, null);
	}

	@Override
	protected void sendSingleMessage(@Nullable Address to, Message message, @Nullable ByteArrayDataOutputStream unused)
			throws Exception {
		ByteBuf packet = this.engine.buffer(HEADERS + message.getLength());
		boolean handedOver = false;
		try {
			Util.writeMessage(message, new ByteBufOutputStream(packet), to == null);
			InetSocketAddress address = (to != null) ? this.engine.addressOf(to) : null;
			if (address != null) {
				handedOver = true; // and released there, also if it is refused
				this.engine.send(address, lane(message), packet);
			}
			else {
				// To all, or to one whose address is asked for: both are rare
				byte[] bytes = ByteBufUtil.getBytes(packet);
				this.engine.doSend(bytes, 0, bytes.length, to);
			}
		}
		finally {
			if (!handedOver) {
				packet.release();
			}
		}
	}

	private static Lane lane(Message message) {
		ChannelHeader header = message.getHeader(ChannelHeader.PROTOCOL_ID);
		return (header != null && header.channel() != Incarnation.CONTROL) ? Lane.PAYLOAD : Lane.URGENT;
	}

}
