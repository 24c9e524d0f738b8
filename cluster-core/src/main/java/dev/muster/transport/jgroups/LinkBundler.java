package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;

import dev.muster.transport.jgroups.netty.Lane;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.protocols.NoBundler;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message to the connection, which writes it into the buffer that goes to the
 * socket: what we send is batched above, and what waits for a socket goes together. The
 * engine's own traffic overtakes payload, so that a busy connection is not taken for a
 * dead one.
 */
final class LinkBundler extends NoBundler {

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
		InetSocketAddress address = (to != null) ? this.engine.addressOf(to) : null;
		if (address != null) {
			this.engine.send(address, lane(message), new MessageFrame(message));
		}
		else {
			// To all, or to one whose address is asked for: both are rare
			ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(message.size());
			Util.writeMessage(message, out, to == null);
			this.engine.doSend(out.buffer(), 0, out.position(), to);
		}
	}

	private static Lane lane(Message message) {
		ChannelHeader header = message.getHeader(ChannelHeader.PROTOCOL_ID);
		return (header != null && header.channel() != Incarnation.CONTROL) ? Lane.PAYLOAD : Lane.URGENT;
	}

}
