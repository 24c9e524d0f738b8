package com.example;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MembershipListener;
import dev.muster.Registration;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.autoconfigure.event.MessagesLostEvent;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.presence.Cause;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceDiff;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceListener;
import dev.muster.presence.PresenceRef;
import dev.muster.presence.PresenceSession;
import dev.muster.presence.PresenceUpdate;
import dev.muster.pubsub.DeliveryReport;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.MessageHandler;
import dev.muster.pubsub.NoResponderException;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import dev.muster.pubsub.RemoteHandlerException;
import dev.muster.pubsub.Reply;
import dev.muster.pubsub.RequestHandler;
import dev.muster.pubsub.RequestTimeoutException;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what applications are compiled against has its names and shapes. Most of it
 * is told by the compiler.
 */
class PublicNamesTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void recordsHaveTheirComponents() {
		assertThat(components(Member.class)).containsExactly("id", "name", "host", "port", "metadata");
		assertThat(components(ClusterView.class)).containsExactly("number", "coordinator", "members");
		assertThat(components(PeerAddress.class)).containsExactly("host", "port");
		assertThat(components(PresenceEntry.class)).containsExactly("topic", "key", "meta", "ref", "member", "since");
		assertThat(components(PresenceDiff.class)).containsExactly("topic", "joins", "updates", "leaves", "cause");
	}

	@Test
	void verdictsHaveTheirNames() {
		assertThat(Stream.of(DeliveryReport.Verdict.values()).map(Enum::name)).contains("DELIVERED", "NO_SUBSCRIBER",
				"REFUSED", "TIMED_OUT", "LEFT");
		assertThat(Stream.of(Departure.values()).map(Enum::name)).contains("LEFT", "FAILED");
	}

	@Test
	void eventsAreSpringEvents() {
		assertThat(Stream.of(ClusterReadyEvent.class, MemberJoinedEvent.class, MemberLeftEvent.class,
				ViewsMergedEvent.class, MessagesLostEvent.class))
			.allSatisfy((type) -> assertThat(ApplicationEvent.class).isAssignableFrom(type));
	}

	@Test
	void aNodeIsUsableWithoutSpring() throws Exception {
		try (ClusterNode node = ClusterNode.builder().clusterName("shop").discovery(new Nobody()).build()) {
			assertThat(node.cluster().name()).isEqualTo("shop");
			Stream
				.<Runnable>of(node::start, () -> cluster(node.cluster()), () -> bus(node.pubSub()),
						() -> answers(node.pubSub()), () -> presence(node.presence()))
				.forEach((use) -> assertThat(use).isNotNull());
		}
	}

	@SuppressWarnings({ "UnusedVariable", "FutureReturnValueIgnored" })
	private static void cluster(Cluster cluster) {
		Member self = cluster.self();
		ClusterView view = cluster.view();
		boolean coordinator = cluster.isCoordinator() && view.coordinator().equals(self);
		CompletableFuture<ClusterView> three = cluster.awaitMembers(3, SECOND);
		MemberId id = self.id();
		Map<String, String> metadata = self.metadata();
		try (Registration registration = cluster.addListener(new Watcher())) {
			List<Member> members = view.members();
		}
	}

	@SuppressWarnings({ "UnusedVariable", "FutureReturnValueIgnored" })
	private static void bus(PubSub pubSub) {
		MessageHandler<String> handler = (message) -> {
			String text = message.topic() + message.payload() + message.headers();
			Member sender = message.sender();
			Instant sentAt = message.sentAt();
		};
		Subscription plain = pubSub.subscribe("orders.*", String.class, handler);
		CompletableFuture<Void> live = plain.live();
		Subscription group = pubSub.subscribe("orders.**", String.class,
				SubscriptionOptions.defaults()
					.group("billing")
					.concurrency(4)
					.queueCapacity(100)
					.overflow(Overflow.DROP_OLDEST),
				handler);
		Set<MemberId> subscribers = pubSub.subscribers("orders.created");
		PublishOptions options = PublishOptions.defaults().header("trace", "1").key("42");
		pubSub.publish("orders.created", "one");
		pubSub.publish("orders.created", "two", options.to(subscribers.iterator().next()));
		pubSub.publish("orders.created", "three", options.toOthers());
		pubSub.publish("orders.created", "four", options.localOnly());
		CompletableFuture<DeliveryReport> report = pubSub.publishAndConfirm("orders.created", "five", SECOND);
		plain.close();
		group.close();
	}

	@SuppressWarnings({ "UnusedVariable", "FutureReturnValueIgnored" })
	private static void answers(PubSub pubSub) {
		RequestHandler<Integer, String> handler = (message) -> "number " + message.payload();
		Subscription responder = pubSub.respond("price.*", Integer.class, handler);
		Subscription later = pubSub.respond("price.*", Integer.class,
				(Message<Integer> message) -> CompletableFuture.completedFuture("later"));
		CompletableFuture<String> one = pubSub.request("price.apple", 1, String.class, SECOND);
		CompletableFuture<List<Reply<String>>> all = pubSub.requestAll("price.apple", 1, String.class, SECOND);
		CompletableFuture<String> rescued = one.exceptionally(
				(failure) -> (failure instanceof NoResponderException || failure instanceof RequestTimeoutException
						|| failure instanceof RemoteHandlerException) ? "no price" : "no idea");
	}

	@SuppressWarnings("UnusedVariable")
	private static void presence(Presence presence) {
		PresenceRef ref = presence.track("room:1", "ann", Map.of("device", "phone"));
		presence.update(ref, Map.of("device", "desk"));
		presence.untrack(ref);
		try (PresenceSession session = presence.open()) {
			PresenceRef own = session.track("room:1", "bob", "here");
			session.update(own, "away");
			session.untrack(own);
		}
		List<PresenceEntry> everybody = presence.list("room:1");
		List<PresenceEntry> devices = presence.get("room:1", "ann");
		int count = presence.count("room:1");
		PresenceListener listener = (diff) -> {
			for (PresenceUpdate update : diff.updates()) {
				String meta = update.after().meta(String.class);
			}
			Cause cause = diff.cause();
		};
		Subscription subscription = presence.subscribe("room:*", listener);
		subscription.close();
	}

	private static List<String> components(Class<? extends Record> type) {
		return Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	private static final class Watcher implements MembershipListener {

		@Override
		public void memberJoined(Member member, ClusterView view) {
		}

		@Override
		public void memberLeft(Member member, Departure reason, ClusterView view) {
		}

		@Override
		public void viewsMerged(List<ClusterView> parts, ClusterView merged) {
		}

	}

	private static final class Nobody implements DiscoveryStrategy {

		@Override
		public String name() {
			return "nobody";
		}

		@Override
		public void start(DiscoveryContext context) {
		}

		@Override
		public Set<PeerAddress> discover() throws DiscoveryException {
			return Set.of();
		}

		@Override
		public void register(PeerAddress self) throws DiscoveryException {
		}

		@Override
		public void deregister() {
		}

		@Override
		public void close() {
		}

	}

	/** Never a bean here: only the compiler looks at it. */
	static final class Listeners {

		@ClusterListener(topics = "cache:invalidate", group = "caches", id = "caches", concurrency = "2",
				from = SubscriptionOptions.From.OTHERS, autoStartup = "false")
		void on(String event, Message<?> message, @Header("trace") String trace, Member sender) {
		}

		@ClusterListener("orders.created")
		@SendTo("orders.billed")
		String bill(String order) {
			return order;
		}

		@dev.muster.annotation.PresenceListener("room:*")
		void onDiff(PresenceDiff diff) {
		}

	}

}
