package dev.muster.transport.jgroups;

import java.util.List;

import dev.muster.MemberId;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How frames become messages of the engine, in one order for all that go to a member.
 */
abstract class FrameCarrier {

	/** The message is for others. */
	static final int NOT_MEANT = -1;

	/** The message has no frame. */
	static final int NO_FRAME = -2;

	private static final Logger logger = LoggerFactory.getLogger(FrameCarrier.class);

	private final JChannel channel;

	FrameCarrier(JChannel channel) {
		this.channel = channel;
	}

	/**
	 * Send a frame. May block while members are slow to take it.
	 * @param to who gets it
	 * @param number its channel
	 * @param parts its bytes
	 * @param length how many bytes they are
	 * @return for how many members it was handed to the engine
	 */
	abstract int send(List<MemberId> to, int number, List<byte[]> parts, int length);

	/**
	 * Who had excluded this node did not count what it sent: let flow control go on.
	 */
	abstract void unblock();

	final boolean hand(Message message) {
		try {
			this.channel.send(message);
			return true;
		}
		catch (Exception ex) {
			// The engine throws when its channel is closed, which a stop may do at any
			// time
			logger.debug("A frame was not sent", ex);
			return false;
		}
	}

	/**
	 * Return the channel of the frame that a message carries.
	 * @param message the message
	 * @param self this member
	 * @return the channel, {@link #NOT_MEANT} or {@link #NO_FRAME}
	 */
	static int channel(Message message, MemberId self) {
		if (message.getHeader(ChannelHeader.PROTOCOL_ID) instanceof MulticastHeader multicast) {
			return multicast.members().contains(self) ? checked(multicast.channel()) : NOT_MEANT;
		}
		ChannelHeader unicast = message.getHeader(ChannelHeader.PROTOCOL_ID);
		return (unicast != null) ? checked(unicast.channel()) : NO_FRAME;
	}

	private static int checked(int channel) {
		return (channel >= 0) ? channel : NO_FRAME;
	}

}
