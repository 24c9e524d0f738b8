package dev.muster.benchmarks.peers;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.topic.ITopic;
import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast's topics, and its executor service for requests.
 */
public final class HazelcastLink implements Link {

	private static volatile UnaryOperator<byte[]> responder = UnaryOperator.identity();

	private final Setup setup;

	private final HazelcastInstance hazelcast;

	private final ITopic<byte[]>[] topics;

	private @Nullable Member answering;

	/**
	 * Join.
	 * @param setup the set-up
	 */
	public HazelcastLink(Setup setup) {
		this.setup = setup;
		this.hazelcast = Hazelcast.newHazelcastInstance(HazelcastConfig.apply(new Config(), setup));
		this.topics = topics(this.hazelcast, setup);
	}

	@SuppressWarnings("unchecked")
	private static ITopic<byte[]>[] topics(HazelcastInstance hazelcast, Setup setup) {
		return Arrays.stream(setup.topicNames()).map(hazelcast::getTopic).toArray(ITopic[]::new);
	}

	@Override
	public void start(Sink sink) {
		for (int topic : this.setup.subscribed()) {
			this.topics[topic].addMessageListener((message) -> {
				byte[] payload = message.getMessageObject();
				sink.accept(topic, payload, 0, payload.length);
			});
		}
	}

	@Override
	public boolean isFormed() {
		return this.hazelcast.getCluster().getMembers().size() == Setup.PROCESSES;
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.topics[topic].publish(payload);
	}

	@Override
	public void respond(UnaryOperator<byte[]> ownResponder) {
		responder = ownResponder;
		this.answering = this.hazelcast.getCluster()
			.getMembers()
			.stream()
			.filter((member) -> String.valueOf(Setup.RESPONDER).equals(member.getAttribute(HazelcastConfig.PLACE)))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) {
		CompletableFuture<byte[]> reply = new CompletableFuture<>();
		IExecutorService executor = this.hazelcast.getExecutorService("bench");
		executor.submitToMember(new Ask(payload), Objects.requireNonNull(this.answering),
				new ExecutionCallback<byte[]>() {
					@Override
					public void onResponse(byte[] response) {
						reply.complete(response);
					}

					@Override
					public void onFailure(Throwable failure) {
						reply.completeExceptionally(failure);
					}
				});
		return reply;
	}

	@Override
	public void close() {
		this.hazelcast.getLifecycleService().terminate();
	}

	/** What a request is in Hazelcast: a task for a member. */
	private record Ask(byte[] payload) implements Callable<byte[]>, Serializable {

		@Serial
		private static final long serialVersionUID = 1;

		@Override
		public byte[] call() {
			return responder.apply(this.payload);
		}

	}

}
