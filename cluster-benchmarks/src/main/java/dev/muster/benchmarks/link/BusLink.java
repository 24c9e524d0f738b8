package dev.muster.benchmarks.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.muster.ClusterNode;
import dev.muster.pubsub.PublishOptions;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.UdpSettings;
import org.jspecify.annotations.Nullable;

/**
 * Muster's bus with its defaults.
 */
final class BusLink implements Link {

	private static final PublishOptions TO_OTHERS = PublishOptions.defaults().toOthers();

	private static final String REQUESTS = "bench.requests";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ClusterNode node;

	private final String[] topics;

	/** Topics below are known to have their subscribers. */
	private int known;

	private final Setup setup;

	BusLink(Setup setup, TransportSecurity security) {
		this(setup, security, null);
	}

	BusLink(Setup setup, TransportSecurity security, @Nullable UdpSettings udp) {
		this.setup = setup;
		this.topics = setup.topicNames();
		this.node = BusNode.create(setup, security, udp);
	}

	@Override
	public void start(Sink sink) {
		for (int topic : this.setup.subscribed()) {
			this.node.pubSub().subscribe(this.topics[topic], byte[].class, (message) -> {
				byte[] payload = message.payload();
				sink.accept(topic, payload, 0, payload.length);
			});
		}
		this.node.start();
	}

	@Override
	public boolean isFormed() {
		if (members() != Setup.PROCESSES) {
			return false;
		}
		List<Integer> own = this.setup.subscribed();
		for (; this.known < this.setup.traffic().topics(); this.known++) {
			int expected = this.setup.traffic().otherReceivers(this.known, this.setup.place())
					+ (own.contains(this.known) ? 1 : 0);
			if (this.node.pubSub().subscribers(this.topics[this.known]).size() != expected) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int members() {
		return this.node.cluster().view().members().size();
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.node.pubSub().publish(this.topics[topic], payload, TO_OTHERS);
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) throws Exception {
		if (this.setup.place() == Setup.RESPONDER) {
			this.node.pubSub()
				.respond(REQUESTS, byte[].class, (request) -> responder.apply(request.payload()))
				.live()
				.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) {
		return this.node.pubSub().request(REQUESTS, payload, byte[].class, PATIENCE);
	}

	@Override
	public long wireMessages() {
		return this.node.pubSub().statistics().sent();
	}

	@Override
	public void close() {
		this.node.close();
	}

}
