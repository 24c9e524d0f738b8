package dev.muster.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.ClusterNode;
import dev.muster.Member;
import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.pubsub.DeliveryReport;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.PublishOptions;
import dev.muster.pubsub.RemoteHandlerException;
import dev.muster.pubsub.Reply;
import dev.muster.pubsub.RequestHandler;
import dev.muster.pubsub.ResponderLeftException;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;
import dev.muster.transport.TransportSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests, confirmations and groups on nodes as they are, on loopback.
 */
@Timeout(120)
class ClusterDeliveryIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final String cluster = "delivery-" + UUID.randomUUID();

	@TempDir
	private Path directory;

	private final List<ClusterNode> nodes = new ArrayList<>();

	private ClusterNode a;

	private ClusterNode b;

	private ClusterNode c;

	@BeforeEach
	void start() throws Exception {
		this.a = node("a");
		this.b = node("b");
		this.c = node("c");
		for (ClusterNode node : this.nodes) {
			node.cluster().awaitMembers(3, LONG).get();
		}
	}

	@AfterEach
	void close() {
		this.nodes.forEach(ClusterNode::close);
	}

	@Test
	void allAnswerAndEachMessageOfAGroupIsHandledOnce() throws Exception {
		List<String> got = new CopyOnWriteArrayList<>();
		for (ClusterNode node : List.of(this.b, this.c)) {
			respond(node, (request) -> node.cluster().self().name());
			live(node.pubSub()
				.subscribe("jobs", String.class, SubscriptionOptions.defaults().group("workers"),
						(message) -> got.add(message.payload())));
		}
		List<Reply<String>> replies = this.a.pubSub()
			.requestAll("t", "x", String.class, LONG)
			.get(60, TimeUnit.SECONDS);
		assertThat(replies).extracting(Reply::value).containsExactlyInAnyOrder("b", "c");
		for (int i = 0; i < 100; i++) {
			this.nodes.get(i % 3).pubSub().publish("jobs", String.valueOf(i));
		}
		DeliveryReport report = this.a.pubSub().publishAndConfirm("jobs", "last", LONG).get(60, TimeUnit.SECONDS);
		assertThat(report.verdicts().values()).containsOnlyOnce(DeliveryReport.Verdict.DELIVERED)
			.contains(DeliveryReport.Verdict.NO_SUBSCRIBER);
		await().until(() -> got.size() >= 101);
		assertThat(got).doesNotHaveDuplicates();
	}

	@Test
	void theExceptionOfAHandlerComesAsTextAlone() throws Exception {
		respond(this.b, (request) -> {
			throw new OnlyHereException("no " + request.payload());
		});
		CompletableFuture<String> reply = this.a.pubSub().request("t", "x", String.class, LONG);
		assertThat(reply).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(RemoteHandlerException.class, (error) -> {
				assertThat(error.exceptionType()).isEqualTo(OnlyHereException.class.getName());
				assertThat(error.remoteMessage()).isEqualTo("no x");
				assertThat(error.member().name()).isEqualTo("b");
				assertThat(error.getCause()).isNull();
			});
	}

	@Test
	void whenAResponderGoesInMidRequestThenAllEndsAtOnce() throws Exception {
		CountDownLatch begun = new CountDownLatch(3);
		respond(this.b, (request) -> {
			begun.countDown();
			return new CompletableFuture<>();
		});
		respond(this.c, (request) -> "c");
		live(this.b.pubSub().subscribe("m", String.class, (message) -> {
			begun.countDown();
			new CountDownLatch(1).await();
		}));
		Member leaving = this.b.cluster().self();
		CompletableFuture<String> one = this.a.pubSub()
			.request("t", "x", PublishOptions.defaults().to(leaving.id()), String.class, LONG);
		CompletableFuture<List<Reply<String>>> all = this.a.pubSub().requestAll("t", "x", String.class, LONG);
		CompletableFuture<DeliveryReport> confirmed = this.a.pubSub().publishAndConfirm("m", "x", LONG);
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		this.b.close();
		assertThat(one).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(ResponderLeftException.class);
		Map<String, Reply<String>> replies = new HashMap<>();
		all.get(30, TimeUnit.SECONDS).forEach((reply) -> replies.put(reply.member().name(), reply));
		assertThat(replies).containsOnlyKeys("b", "c");
		assertThat(Objects.requireNonNull(replies.get("b")).error()).isInstanceOf(ResponderLeftException.class);
		assertThat(Objects.requireNonNull(replies.get("c")).value()).isEqualTo("c");
		// its handler is interrupted, and may or may not be heard to have failed
		assertThat(confirmed.get(30, TimeUnit.SECONDS).verdicts().get(leaving)).isIn(DeliveryReport.Verdict.LEFT,
				DeliveryReport.Verdict.REFUSED);
		assertThat(this.a.pubSub().requestStatistics().open()).isZero();
	}

	@Test
	void whileMembersComeAndGoThoseWhoStayAnswerAll() throws Exception {
		respond(this.b, Message::payload);
		live(this.c.pubSub().subscribe("m", String.class, (message) -> {
		}));
		List<String> handled = new CopyOnWriteArrayList<>();
		PublishOptions toB = PublishOptions.defaults().to(this.b.cluster().self().id());
		Member stays = this.c.cluster().self();
		List<CompletableFuture<String>> certain = new ArrayList<>();
		List<CompletableFuture<String>> any = new ArrayList<>();
		List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
		for (int round = 0; round < 2; round++) {
			CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
				ClusterNode passing = node("passing");
				respond(passing, (request) -> {
					handled.add(request.payload());
					return request.payload();
				});
				passing.close();
			});
			while (!change.isDone()) {
				String number = String.valueOf(any.size());
				certain.add(this.a.pubSub().request("t", number, toB, String.class, LONG));
				any.add(this.a.pubSub().request("t", number, String.class, LONG));
				reports.add(this.a.pubSub().publishAndConfirm("m", number, LONG));
				reports.get(reports.size() - 1).get(60, TimeUnit.SECONDS);
			}
			change.get();
		}
		for (int i = 0; i < any.size(); i++) {
			assertThat(certain.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
			try {
				assertThat(any.get(i).orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(String.valueOf(i));
			}
			catch (CompletionException ex) {
				assertThat(ex.getCause()).isInstanceOfSatisfying(ResponderLeftException.class,
						(error) -> assertThat(error.member().name()).isEqualTo("passing"));
			}
			assertThat(reports.get(i).get().verdicts()).containsEntry(stays, DeliveryReport.Verdict.DELIVERED);
		}
		assertThat(handled).doesNotHaveDuplicates();
		assertThat(this.a.pubSub().requestStatistics().open()).isZero();
	}

	private ClusterNode node(String name) {
		ClusterNode node = ClusterNode.builder()
			.clusterName(this.cluster)
			.nodeName(name)
			.discovery(new LocalDiscoveryStrategy(this.directory))
			.transport(TransportSettings.defaults().withBind("127.0.0.1", 0, 0))
			.build();
		synchronized (this.nodes) {
			this.nodes.add(node);
		}
		node.start();
		return node;
	}

	private static void respond(ClusterNode node, RequestHandler<String, Object> handler) {
		live(node.pubSub().respond("t", String.class, handler));
	}

	private static void live(Subscription subscription) {
		subscription.live().orTimeout(60, TimeUnit.SECONDS).join();
	}

	private static final class OnlyHereException extends RuntimeException {

		OnlyHereException(String message) {
			super(message);
		}

	}

}
