package dev.muster.benchmarks.link;

import java.util.ArrayList;
import java.util.List;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the engine. It knows no topics: all members get everything, and drop what
 * they did not subscribe to.
 */
final class EngineMessages {

	private EngineMessages() {
	}

	static List<Address> others(JChannel channel) {
		List<Address> result = new ArrayList<>(channel.getView().getMembers());
		result.remove(channel.getAddress());
		return List.copyOf(result);
	}

	/**
	 * Publish.
	 * @param channel the channel
	 * @param destinations to whom; all at once by a multicast if null
	 * @param payload the payload
	 */
	static void publish(JChannel channel, @Nullable List<Address> destinations, byte[] payload) throws Exception {
		if (destinations == null) {
			channel.send(new BytesMessage(null, payload));
			return;
		}
		for (Address destination : destinations) {
			channel.send(new BytesMessage(destination, payload));
		}
	}

	static void deliver(Message message, Link.@Nullable Sink sink) {
		byte[] array = message.getArray();
		if (sink != null && array != null) {
			sink.accept(Link.ANY_TOPIC, array, message.getOffset(), message.getLength());
		}
	}

}
