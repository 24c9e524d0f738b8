package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.muster.NotRunningException;
import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What {@link PubSub#request} promises.
 */
@Timeout(120)
class RequestTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	private final TestBus c = new TestBus(this.network, "c").start();

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void aRequestIsAnsweredByTheResponderOfAnotherMember() throws Exception {
		respond(this.b, "b");
		assertThat(ask(this.a, "x")).isEqualTo("b:x");
		assertThat(this.b.pubSub.requestStatistics().served()).isEqualTo(1);
		assertThat(this.a.pubSub.requestStatistics().opened()).isEqualTo(1);
		await().untilAsserted(() -> assertThat(this.b.pubSub.requestStatistics().serving()).isZero());
		assertThat(this.a.pubSub.requestStatistics().open()).isZero();
	}

	@Test
	void theResponderOfThisMemberIsAskedFirst() throws Exception {
		respond(this.b, "b");
		respond(this.a, "a");
		for (int i = 0; i < 5; i++) {
			assertThat(ask(this.a, "x")).isEqualTo("a:x");
		}
		assertThat(this.a.pubSub.request("t", "y", PublishOptions.defaults().toOthers(), String.class, LONG)
			.get(60, TimeUnit.SECONDS)).isEqualTo("b:y");
		assertThat(this.a.pubSub.request("t", "z", PublishOptions.defaults().to(this.b.id()), String.class, LONG)
			.get(60, TimeUnit.SECONDS)).isEqualTo("b:z");
	}

	@Test
	void respondersOfOthersTakeTurns() throws Exception {
		respond(this.b, "b");
		respond(this.c, "c");
		Map<String, Integer> counts = new TreeMap<>();
		for (int i = 0; i < 10; i++) {
			counts.merge(ask(this.a, "x"), 1, Integer::sum);
		}
		assertThat(counts).isEqualTo(Map.of("b:x", 5, "c:x", 5));
	}

	@Test
	void theMemberWithFewerOpenRequestsIsPreferred() throws Exception {
		CompletableFuture<String> open = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> open));
		respond(this.c, "c");
		List<CompletableFuture<String>> requests = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			requests.add(this.a.pubSub.request("t", "x", String.class, LONG));
			int number = i;
			await().until(() -> requests.subList(0, number + 1).stream().filter((each) -> !each.isDone()).count() <= 1);
		}
		assertThat(requests.stream().filter((each) -> !each.isDone())).hasSize(1);
		open.complete("late");
		for (CompletableFuture<String> request : requests) {
			assertThat(request.get(60, TimeUnit.SECONDS)).isIn("c:x", "late");
		}
	}

	@Test
	void aKeyDecidesWhoIsAskedWhoeverAsks() throws Exception {
		respond(this.a, "a");
		respond(this.b, "b");
		respond(this.c, "c");
		Map<String, Integer> counts = new TreeMap<>();
		for (int i = 0; i < 30; i++) {
			PublishOptions options = PublishOptions.defaults().key("key" + i);
			String answer = this.a.pubSub.request("t", "x", options, String.class, LONG).get(60, TimeUnit.SECONDS);
			assertThat(this.b.pubSub.request("t", "x", options, String.class, LONG).get(60, TimeUnit.SECONDS))
				.isEqualTo(answer);
			counts.merge(answer, 1, Integer::sum);
		}
		assertThat(counts).as("all get some of them").hasSize(3);
	}

	@Test
	void whenThereIsNoResponderThenItFailsAtOnce() {
		TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, LONG), NoResponderException.class);
		TestBus.assertFails(this.a.pubSub.request("t", "x", PublishOptions.defaults().localOnly(), String.class, LONG),
				NoResponderException.class);
	}

	@Test
	void allKnowWhoHasAResponder() throws Exception {
		respond(this.b, "b");
		this.c.pubSub.subscribe("t", String.class, (message) -> {
		}).live().get(60, TimeUnit.SECONDS);
		assertThat(this.a.pubSub.responders("t")).containsExactly(this.b.id());
		assertThat(this.b.pubSub.responders("t")).containsExactly(this.b.id());
		assertThat(this.a.pubSub.responders("u")).isEmpty();
		assertThat(this.b.pubSub.subscriptions()).extracting(SubscriptionStatus::responder).containsExactly(true);
		this.b.close();
		await().untilAsserted(() -> assertThat(this.a.pubSub.responders("t")).isEmpty());
		this.a.close();
		assertThat(this.a.pubSub.responders("t")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.pubSub.responders("t.*"));
	}

	@Test
	void messagesAndRequestsDoNotMix() throws Exception {
		TestBus.Received<String> received = this.b.subscribe("t", String.class).live();
		respond(this.b, "b");
		this.a.pubSub.publish("t", "message");
		assertThat(ask(this.a, "request")).isEqualTo("b:request");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("message"));
		assertThat(this.a.pubSub.subscribers("t")).containsExactly(this.b.id());
	}

	@Test
	void theExceptionOfAHandlerArrivesAsText() throws Exception {
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> {
			throw new OddException("no " + request.payload());
		}));
		RemoteHandlerException error = TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, LONG),
				RemoteHandlerException.class);
		assertThat(error.exceptionType()).isEqualTo(OddException.class.getName());
		assertThat(error.remoteMessage()).isEqualTo("no x");
		assertThat(error.member()).isEqualTo(this.b.transport.self());
		assertThat(error).hasNoCause();
	}

	@Test
	void aLongMessageOfAnExceptionIsCut() throws Exception {
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> {
			throw new OddException("x".repeat(100_000));
		}));
		assertThat(
				TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, LONG), RemoteHandlerException.class)
					.remoteMessage())
			.hasSize(1000);
	}

	@Test
	void aStageIsAnsweredWhenItIsDone() throws Exception {
		CompletableFuture<String> later = new CompletableFuture<>();
		TestBus.live(this.b.pubSub.respond("t", String.class, (request) -> later));
		CompletableFuture<String> reply = this.a.pubSub.request("t", "x", String.class, LONG);
		await().until(() -> this.b.pubSub.statistics().delivered() == 1);
		assertThat(reply).isNotDone();
		later.complete("done");
		assertThat(reply.get(60, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void aStageThatFailsIsAHandlerThatFailed() throws Exception {
		TestBus.live(this.b.pubSub.respond("t", String.class,
				(request) -> CompletableFuture.supplyAsync(() -> failing("async"))));
		assertThat(
				TestBus.assertFails(this.a.pubSub.request("t", "x", String.class, LONG), RemoteHandlerException.class)
					.remoteMessage())
			.isEqualTo("async");
		assertThat(this.b.pubSub.statistics().failed()).isEqualTo(1);
	}

	private static String failing(String message) {
		throw new OddException(message);
	}

	@Test
	void nullIsAReply() throws Exception {
		TestBus.live(this.b.pubSub.<String, String>respond("t", String.class, (request) -> null));
		assertThat(this.a.pubSub.request("t", "x", String.class, LONG).get(60, TimeUnit.SECONDS)).isNull();
	}

	@Test
	void objectsAreEncodedBothWays() throws Exception {
		TestBus.live(this.b.pubSub.respond("t", Point.class,
				(request) -> new Point(request.payload().y(), request.payload().x())));
		TestBus.live(this.a.pubSub.respond("here", Point.class, Message::payload));
		assertThat(this.a.pubSub.request("t", new Point(1, 2), Point.class, LONG).get(60, TimeUnit.SECONDS))
			.isEqualTo(new Point(2, 1));
		assertThat(this.a.pubSub.request("here", new Point(1, 2), Point.class, LONG).get(60, TimeUnit.SECONDS))
			.isEqualTo(new Point(1, 2));
	}

	@Test
	void whatCannotBeReadOrWrittenGetsATypedError() throws Exception {
		TestBus.live(this.b.pubSub.respond("point", Point.class, Message::payload));
		TestBus.live(this.b.pubSub.respond("text", String.class, (request) -> "text"));
		TestBus.live(this.b.pubSub.respond("odd", String.class, (request) -> new Unwritable()));
		TestBus.live(this.b.pubSub.respond("large", String.class, (request) -> new byte[FakeNetwork.MAX_FRAME]));
		TestBus.assertFails(this.a.pubSub.request("point", "no point", Point.class, LONG),
				PayloadDecodingException.class);
		TestBus.assertFails(this.a.pubSub.request("text", "x", Point.class, LONG), PayloadDecodingException.class);
		TestBus.assertFails(this.a.pubSub.request("odd", "x", Point.class, LONG), PayloadEncodingException.class);
		assertThat(TestBus
			.assertFails(this.a.pubSub.request("large", "x", byte[].class, LONG), PayloadTooLargeException.class)
			.size()).isEqualTo(FakeNetwork.MAX_FRAME);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.a.pubSub.request("large", new byte[FakeNetwork.MAX_FRAME], byte[].class, LONG));
	}

	@Test
	void impossibleRequestsAreRefusedAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.a.pubSub.request("t", "x", String.class, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.pubSub.request("a..b", "x", String.class, LONG));
		this.a.transport.stop();
		assertThatExceptionOfType(NotRunningException.class)
			.isThrownBy(() -> this.a.pubSub.request("t", "x", String.class, LONG));
	}

	@Test
	void whereAllIsSentInOneStreamRequestsWorkAsWell() throws Exception {
		FakeNetwork multicast = new FakeNetwork(true);
		try (TestBus one = new TestBus(multicast, "one").start(); TestBus two = new TestBus(multicast, "two").start()) {
			TestBus.live(two.pubSub.respond("t", String.class, (request) -> request.payload() + "!"));
			assertThat(one.pubSub.request("t", "x", String.class, LONG).get(60, TimeUnit.SECONDS)).isEqualTo("x!");
			assertThat(one.transport.sentTogether).contains(List.of(two.id()));
			assertThat(two.transport.sentTogether).as("the answer").contains(List.of(one.id()));
		}
	}

	private void respond(TestBus bus, String name) throws Exception {
		TestBus.live(bus.pubSub.respond("t", String.class, (request) -> name + ":" + request.payload()));
	}

	private static String ask(TestBus bus, String payload) throws Exception {
		return bus.pubSub.request("t", payload, String.class, LONG).get(60, TimeUnit.SECONDS);
	}

	/**
	 * Something to encode.
	 */
	record Point(int x, int y) {
	}

	/**
	 * Cannot be encoded.
	 */
	static final class Unwritable {

		public String getText() {
			throw new OddException("not to be read");
		}

	}

	private static final class OddException extends RuntimeException {

		OddException(String message) {
			super(message);
		}

	}

}
