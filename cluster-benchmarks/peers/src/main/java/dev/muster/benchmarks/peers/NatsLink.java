package dev.muster.benchmarks.peers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.muster.benchmarks.link.Broker;
import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;

/**
 * NATS with all settings of its client as they come, but for the echo of one's own
 * messages.
 */
public final class NatsLink implements Link {

	private static final String REQUESTS = "bench.requests";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Setup setup;

	private final String[] topics;

	private final Connection connection;

	/**
	 * Connect.
	 * @param setup the set-up
	 * @throws Exception if that is impossible
	 */
	public NatsLink(Setup setup) throws Exception {
		this.setup = setup;
		this.topics = setup.topicNames();
		Broker.awaitListening(setup.address(), setup.brokerPort());
		this.connection = Nats.connect(
				new Options.Builder().server("nats://" + setup.address() + ":" + setup.brokerPort()).noEcho().build());
	}

	@Override
	public void start(Sink sink) throws Exception {
		Dispatcher dispatcher = this.connection.createDispatcher();
		for (int topic : this.setup.subscribed()) {
			dispatcher.subscribe(this.topics[topic], (message) -> {
				byte[] payload = message.getData();
				sink.accept(topic, payload, 0, payload.length);
			});
		}
		this.connection.flush(PATIENCE);
	}

	@Override
	public boolean isFormed() {
		return this.connection.getStatus() == Connection.Status.CONNECTED;
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.connection.publish(this.topics[topic], payload);
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) throws Exception {
		if (this.setup.place() == Setup.RESPONDER) {
			this.connection
				.createDispatcher(
						(request) -> this.connection.publish(request.getReplyTo(), responder.apply(request.getData())))
				.subscribe(REQUESTS);
			this.connection.flush(PATIENCE);
		}
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) {
		return this.connection.request(REQUESTS, payload).thenApply(Message::getData);
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
