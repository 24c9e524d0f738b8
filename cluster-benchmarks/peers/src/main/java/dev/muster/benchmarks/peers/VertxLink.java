package dev.muster.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * The clustered event bus of Vert.x, with Hazelcast as its cluster manager.
 */
public final class VertxLink implements Link {

	private static final String REQUESTS = "bench.requests";

	private static final long PATIENCE_SECONDS = 120;

	private final Setup setup;

	private final HazelcastClusterManager manager;

	private final Vertx vertx;

	private final List<MessageProducer<byte[]>> producers;

	/**
	 * Join.
	 * @param setup the set-up
	 * @throws Exception if that is impossible
	 */
	public VertxLink(Setup setup) throws Exception {
		this.setup = setup;
		this.manager = new HazelcastClusterManager(HazelcastConfig.apply(ConfigUtil.loadConfig(), setup));
		this.vertx = await(Vertx.builder()
			.with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(setup.address())))
			.withClusterManager(this.manager)
			.buildClustered());
		this.producers = Arrays.stream(setup.topicNames())
			.map((topic) -> this.vertx.eventBus().<byte[]>publisher(topic))
			.toList();
	}

	private static <T> T await(Future<T> future) throws Exception {
		return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void start(Sink sink) throws Exception {
		List<Future<Void>> registrations = new ArrayList<>();
		for (int topic : this.setup.subscribed()) {
			MessageConsumer<byte[]> consumer = this.vertx.eventBus().consumer(Setup.topic(topic), (message) -> {
				byte[] payload = message.body();
				sink.accept(topic, payload, 0, payload.length);
			});
			registrations.add(consumer.completion());
		}
		await(Future.all(registrations));
	}

	@Override
	public boolean isFormed() {
		return this.manager.getNodes().size() == Setup.PROCESSES;
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.producers.get(topic).write(payload);
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) throws Exception {
		if (this.setup.place() == Setup.RESPONDER) {
			MessageConsumer<byte[]> consumer = this.vertx.eventBus()
				.consumer(REQUESTS, (message) -> message.reply(responder.apply(message.body())));
			await(consumer.completion());
		}
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) {
		return this.vertx.eventBus()
			.<byte[]>request(REQUESTS, payload)
			.map(Message::body)
			.toCompletionStage()
			.toCompletableFuture();
	}

	@Override
	public void close() {
		this.vertx.close();
	}

}
