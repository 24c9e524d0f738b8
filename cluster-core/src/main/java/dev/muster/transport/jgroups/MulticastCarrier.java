package dev.muster.transport.jgroups;

import java.util.List;

import dev.muster.MemberId;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.protocols.MFC;

/**
 * Multicasts all frames, in one stream: each member hears each message, and drops those
 * that it is not meant by. The slowest member sets the pace for all.
 */
final class MulticastCarrier extends FrameCarrier {

	private final MFC flowControl;

	MulticastCarrier(JChannel channel) {
		super(channel);
		this.flowControl = channel.getProtocolStack().findProtocol(MFC.class);
	}

	@Override
	int send(List<MemberId> to, int number, List<byte[]> parts, int length) {
		int count = 0;
		for (int from = 0; from < to.size(); from += MulticastHeader.MAX_MEMBERS) {
			List<MemberId> some = to.subList(from, Math.min(to.size(), from + MulticastHeader.MAX_MEMBERS));
			if (hand(GatheringMessage.of(null, parts, length)
				.setFlag(Message.TransientFlag.DONT_LOOPBACK)
				.putHeader(ChannelHeader.PROTOCOL_ID, new MulticastHeader(number, List.copyOf(some))))) {
				count += some.size();
			}
		}
		return count;
	}

	@Override
	void unblock() {
		this.flowControl.unblock();
	}

}
