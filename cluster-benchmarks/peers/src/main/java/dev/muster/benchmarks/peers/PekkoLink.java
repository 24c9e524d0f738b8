package dev.muster.benchmarks.peers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.pubsub.DistributedPubSub;
import org.apache.pekko.cluster.pubsub.DistributedPubSubMediator.Publish;
import org.apache.pekko.cluster.pubsub.DistributedPubSubMediator.Subscribe;
import org.apache.pekko.cluster.pubsub.DistributedPubSubMediator.SubscribeAck;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * Pekko's distributed publish and subscribe; an actor for each subscription. Requests by
 * asking an actor.
 */
public final class PekkoLink implements Link {

	private static final String RESPONDER = "responder";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long SUBSCRIBED_SECONDS = 120;

	private final Setup setup;

	private final ActorSystem system;

	private final ActorRef mediator;

	private final String[] topics;

	private @Nullable ActorRef answering;

	/**
	 * Join.
	 * @param setup the set-up
	 */
	public PekkoLink(Setup setup) {
		this.setup = setup;
		this.topics = setup.topicNames();
		this.system = PekkoSystem.create(setup, "");
		this.mediator = DistributedPubSub.get(this.system).mediator();
	}

	@Override
	public void start(Sink sink) throws InterruptedException {
		CountDownLatch missing = new CountDownLatch(this.setup.subscribed().size());
		for (int topic : this.setup.subscribed()) {
			this.system.actorOf(Props.create(Subscriber.class, () -> new Subscriber(this.mediator, this.topics[topic],
					missing, (payload) -> sink.accept(topic, payload, 0, payload.length))));
		}
		if (!missing.await(SUBSCRIBED_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException(missing.getCount() + " subscriptions were not acknowledged");
		}
	}

	@Override
	public boolean isFormed() {
		return PekkoSystem.isFormed(this.system);
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.mediator.tell(new Publish(this.topics[topic], payload), ActorRef.noSender());
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) throws Exception {
		if (this.setup.place() == Setup.RESPONDER) {
			this.system.actorOf(Props.create(Responder.class, () -> new Responder(responder)), RESPONDER);
		}
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) throws Exception {
		if (this.answering == null) {
			this.answering = this.system
				.actorSelection(PekkoSystem.address(this.setup, Setup.RESPONDER) + "/user/" + RESPONDER)
				.resolveOne(PATIENCE)
				.toCompletableFuture()
				.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		return Patterns.ask(this.answering, payload, PATIENCE)
			.thenApply((reply) -> (byte[]) reply)
			.toCompletableFuture();
	}

	@Override
	public void close() {
		this.system.terminate();
	}

	private static final class Subscriber extends AbstractActor {

		private final CountDownLatch missing;

		private final Consumer<byte[]> consumer;

		Subscriber(ActorRef mediator, String topic, CountDownLatch missing, Consumer<byte[]> consumer) {
			this.missing = missing;
			this.consumer = consumer;
			mediator.tell(new Subscribe(topic, getSelf()), getSelf());
		}

		@Override
		public Receive createReceive() {
			return receiveBuilder().match(byte[].class, this.consumer::accept)
				.match(SubscribeAck.class, (ack) -> this.missing.countDown())
				.build();
		}

	}

	private static final class Responder extends AbstractActor {

		private final UnaryOperator<byte[]> responder;

		Responder(UnaryOperator<byte[]> responder) {
			this.responder = responder;
		}

		@Override
		public Receive createReceive() {
			return receiveBuilder()
				.match(byte[].class, (request) -> getSender().tell(this.responder.apply(request), getSelf()))
				.build();
		}

	}

}
