package dev.muster.benchmarks.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.util.NameCache;

/**
 * Requests by the engine's own building block for them.
 */
final class EngineRequests {

	private static final RequestOptions OPTIONS = RequestOptions.SYNC().timeout(Duration.ofSeconds(10).toMillis());

	private final MessageDispatcher dispatcher;

	private final Address responder;

	EngineRequests(JChannel channel, UnaryOperator<byte[]> responder) {
		this.responder = channel.getView()
			.getMembers()
			.stream()
			.filter((member) -> Setup.name(Setup.RESPONDER).equals(NameCache.get(member)))
			.findFirst()
			.orElseThrow();
		this.dispatcher = new MessageDispatcher(channel, (request) -> responder.apply(copy(request)));
	}

	private static byte[] copy(Message request) {
		byte[] array = request.getArray();
		byte[] copy = new byte[request.getLength()];
		System.arraycopy(array, request.getOffset(), copy, 0, copy.length);
		return copy;
	}

	CompletableFuture<byte[]> send(byte[] payload) throws Exception {
		return this.dispatcher.sendMessageWithFuture(new BytesMessage(this.responder, payload), OPTIONS);
	}

}
