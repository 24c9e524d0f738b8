package dev.muster.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link PubSub#requestAll} promises.
 */
@Timeout(120)
class RequestAllTests {

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
	void requestAllAsksEveryMember() throws Exception {
		respond(this.a, "a");
		respond(this.b, "b");
		TestBus.live(this.c.pubSub.respond("t", String.class, (request) -> {
			throw new OddException("c fails");
		}));
		List<Reply<String>> replies = this.a.pubSub.requestAll("t", "x", String.class, LONG).get(60, TimeUnit.SECONDS);
		assertThat(replies).extracting(Reply::member)
			.containsExactly(this.a.transport.self(), this.b.transport.self(), this.c.transport.self());
		assertThat(replies).extracting(Reply::value).containsExactly("a:x", "b:x", null);
		assertThat(replies.get(2).error()).isInstanceOf(RemoteHandlerException.class);
		assertThatExceptionOfType(RemoteHandlerException.class).isThrownBy(() -> replies.get(2).valueOrThrow());
	}

	@Test
	void requestAllReturnsWhatCameInTime() throws Exception {
		respond(this.b, "b");
		TestBus.live(this.c.pubSub.respond("t", String.class, (request) -> new CompletableFuture<>()));
		List<Reply<String>> replies = this.a.pubSub.requestAll("t", "x", String.class, Duration.ofMillis(500))
			.get(60, TimeUnit.SECONDS);
		assertThat(replies.get(0).value()).isEqualTo("b:x");
		assertThat(replies.get(1).error()).isInstanceOf(RequestTimeoutException.class);
	}

	@Test
	void requestAllWithoutRespondersIsEmpty() throws Exception {
		assertThat(this.a.pubSub.requestAll("t", "x", String.class, LONG).get(60, TimeUnit.SECONDS)).isEmpty();
	}

	private void respond(TestBus bus, String name) throws Exception {
		TestBus.live(bus.pubSub.respond("t", String.class, (request) -> name + ":" + request.payload()));
	}

	private static final class OddException extends RuntimeException {

		OddException(String message) {
			super(message);
		}

	}

}
