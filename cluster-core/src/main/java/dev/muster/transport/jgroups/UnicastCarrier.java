package dev.muster.transport.jgroups;

import java.util.List;

import dev.muster.MemberId;
import org.jgroups.JChannel;
import org.jgroups.protocols.UFC;

/**
 * Sends a message to each member, over its connection. One that is slow delays what is
 * for itself.
 */
final class UnicastCarrier extends FrameCarrier {

	private final UFC flowControl;

	UnicastCarrier(JChannel channel) {
		super(channel);
		this.flowControl = channel.getProtocolStack().findProtocol(UFC.class);
	}

	@Override
	int send(List<MemberId> to, int number, List<byte[]> parts, int length) {
		int count = 0;
		for (MemberId member : to) {
			if (hand(GatheringMessage.of(EngineDiscovery.engineAddress(member), parts, length)
				.putHeader(ChannelHeader.PROTOCOL_ID, new ChannelHeader(number)))) {
				count++;
			}
		}
		return count;
	}

	@Override
	void unblock() {
		this.flowControl.unblock();
	}

}
