package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.codec.PayloadEncodingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * What {@link PubSub#publish} promises and refuses.
 */
@Timeout(120)
class PublishTests {

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
	void scopesSayWhoGetsIt() throws Exception {
		List<TestBus.Received<String>> received = List.of(subscribe(this.a), subscribe(this.b), subscribe(this.c));
		PublishOptions options = PublishOptions.defaults();
		this.a.pubSub.publish("t", "all");
		this.a.pubSub.publish("t", "others", options.toOthers());
		this.a.pubSub.publish("t", "local", options.localOnly());
		this.a.pubSub.publish("t", "b", options.to(this.b.id()));
		this.a.pubSub.publish("t", "self", options.to(this.a.id()));
		this.a.pubSub.publish("t", "end");
		await()
			.untilAsserted(() -> assertThat(received.get(0).payloads()).containsExactly("all", "local", "self", "end"));
		await()
			.untilAsserted(() -> assertThat(received.get(1).payloads()).containsExactly("all", "others", "b", "end"));
		await().untilAsserted(() -> assertThat(received.get(2).payloads()).containsExactly("all", "others", "end"));
	}

	@Test
	void subscriptionsSayWhoseTheyWant() throws Exception {
		SubscriptionOptions options = SubscriptionOptions.defaults();
		TestBus.Received<String> others = this.a.subscribe("t", String.class,
				options.from(SubscriptionOptions.From.OTHERS));
		TestBus.Received<String> own = this.a.subscribe("t", String.class, options.from(SubscriptionOptions.From.SELF));
		TestBus.Received<String> all = this.a.subscribe("t", String.class, options.from(SubscriptionOptions.From.ALL));
		others.live();
		own.live();
		all.live();
		this.a.pubSub.publish("t", "mine");
		await().untilAsserted(() -> assertThat(all.payloads()).containsExactly("mine"));
		this.b.pubSub.publish("t", "yours");
		await().untilAsserted(() -> assertThat(all.payloads()).containsExactly("mine", "yours"));
		await().untilAsserted(() -> assertThat(others.payloads()).containsExactly("yours"));
		await().untilAsserted(() -> assertThat(own.payloads()).containsExactly("mine"));
	}

	@Test
	void aSubscriptionForOnesOwnMessagesIsNobodyElsesBusiness() throws Exception {
		this.a.subscribe("own", String.class, SubscriptionOptions.defaults().from(SubscriptionOptions.From.SELF))
			.live();
		this.a.subscribe("marker", String.class).live();
		assertThat(this.b.pubSub.subscribers("own")).isEmpty();
		assertThat(this.a.pubSub.subscribers("own")).containsExactly(this.a.id());
	}

	@Test
	void orderIsKeptAcrossScopesAndSizes() throws Exception {
		TestBus.Received<byte[]> remote = this.b.subscribe("t", byte[].class).live();
		TestBus.Received<byte[]> local = this.a.subscribe("t", byte[].class).live();
		List<Integer> sizes = IntStream.range(0, 300).mapToObj((i) -> (i % 50 == 7) ? 100_000 + i : i).toList();
		sizes.forEach((size) -> this.a.pubSub.publish("t", new byte[size]));
		await().untilAsserted(() -> assertThat(remote.payloads()).extracting((bytes) -> bytes.length).isEqualTo(sizes));
		await().untilAsserted(() -> assertThat(local.payloads()).extracting((bytes) -> bytes.length).isEqualTo(sizes));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, OutboundFrame.LARGE_PAYLOAD - 1, OutboundFrame.LARGE_PAYLOAD, 100_000 })
	void thePublisherMayGoOnToUseItsArray(int size) throws Exception {
		TestBus.Received<byte[]> remote = this.b.subscribe("t", byte[].class).live();
		TestBus.Received<byte[]> local = this.a.subscribe("t", byte[].class).live();
		TestBus.Received<byte[]> onlyLocal = this.a.subscribe("l", byte[].class).live();
		byte[] bytes = new byte[size];
		bytes[0] = 1;
		byte[] sent = bytes.clone();
		this.a.pubSub.publish("t", bytes);
		this.a.pubSub.publish("l", bytes);
		bytes[0] = 9;
		for (TestBus.Received<byte[]> received : List.of(remote, local, onlyLocal)) {
			await().untilAsserted(() -> assertThat(received.payloads()).hasSize(1));
			assertThat(received.payloads().get(0)).isEqualTo(sent);
		}
	}

	@Test
	void anObjectIsDecodedAlsoForLocalSubscribers() throws Exception {
		TestBus.Received<Object> local = this.a.subscribe("t", Object.class).live();
		List<String> payload = new ArrayList<>(List.of("x"));
		this.a.pubSub.publish("t", payload);
		payload.add("y");
		await().untilAsserted(() -> assertThat(local.payloads()).hasSize(1));
		assertThat(local.payloads().get(0)).isEqualTo(List.of("x")).isNotSameAs(payload);
	}

	@Test
	void oneTypeIsDecodedOncePerMessage() throws Exception {
		TestBus.Received<Object> one = this.b.subscribe("t", Object.class).live();
		TestBus.Received<Object> other = this.b.subscribe("*", Object.class).live();
		this.a.pubSub.publish("t", Map.of("k", 1));
		await().untilAsserted(() -> assertThat(one.payloads()).hasSize(1));
		await().untilAsserted(() -> assertThat(other.payloads()).hasSize(1));
		assertThat(one.payloads().get(0)).isSameAs(other.payloads().get(0)).isEqualTo(Map.of("k", 1));
	}

	@Test
	void headersArriveAndCannotBeChanged() throws Exception {
		TestBus.Received<String> received = subscribe(this.b);
		this.a.pubSub.publish("t", "x", PublishOptions.defaults().header("k", "ü").header("empty", ""));
		await().untilAsserted(() -> assertThat(received.messages()).hasSize(1));
		Message<String> message = received.messages().get(0);
		assertThat(message.headers()).isEqualTo(Map.of("k", "ü", "empty", ""));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> message.headers().put("more", "x"));
		assertThat(message.sentAt()).isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
	}

	@Test
	void whenNotRunningThenPublishFails() {
		this.a.transport.stop();
		assertThatExceptionOfType(NotRunningException.class).isThrownBy(() -> this.a.pubSub.publish("t", "x"));
		assertThat(this.a.pubSub.subscribers("t")).isEmpty();
		assertThat(this.a.pubSub.statistics().published()).isZero();
	}

	@Test
	void whenNeverStartedThenPublishFails() {
		try (TestBus bus = new TestBus(this.network, "d")) {
			assertThatExceptionOfType(NotRunningException.class).isThrownBy(() -> bus.pubSub.publish("t", "x"));
		}
	}

	@Test
	void whenClosedThenPublishFails() {
		this.a.pubSub.close();
		assertThatExceptionOfType(NotRunningException.class).isThrownBy(() -> this.a.pubSub.publish("t", "x"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a..b", "a b", "a\u0000b", "orders.*", "**" })
	void whenTheTopicIsNoneThenItIsRefused(String topic) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.pubSub.publish(topic, "x"))
			.withMessageContaining("is no topic");
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.pubSub.subscribers(topic));
	}

	@Test
	void whenTheTopicIsTooLongThenItIsRefusedShortly() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.a.pubSub.publish("x".repeat(10_000), "x"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	void whenThePayloadCannotBeEncodedThenPublishFailsAndNobodyGetsIt() throws Exception {
		TestBus.Received<String> received = subscribe(this.b);
		assertThatExceptionOfType(PayloadEncodingException.class)
			.isThrownBy(() -> this.a.pubSub.publish("t", new Broken()))
			.withMessageContaining(Broken.class.getName());
		assertThatExceptionOfType(PayloadEncodingException.class).as("also if nobody wants it")
			.isThrownBy(() -> this.a.pubSub.publish("nobody", new Broken()));
		this.a.pubSub.publish("t", "next");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("next"));
		assertThat(this.a.pubSub.statistics().published()).isEqualTo(1);
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsNoPayload() {
		assertThatNullPointerException().isThrownBy(() -> this.a.pubSub.publish("t", null))
			.withMessageContaining("payload");
	}

	@Test
	void aHugePayloadIsRefused() {
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.a.pubSub.publish("t", new byte[64 * 1024 * 1024]))
			.withMessageContaining("'t'");
	}

	@Test
	void whenTheMessageIsAboveTheLimitThenItIsRefusedWithItsSize() throws Exception {
		TestBus.Received<byte[]> received = this.b.subscribe("t", byte[].class).live();
		int overhead = 2 + 1 + 8 + 1; // topic, codec, time, headers
		int most = PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE - overhead;
		this.a.pubSub.publish("t", new byte[most]);
		await().untilAsserted(() -> assertThat(received.payloads()).hasSize(1));
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.a.pubSub.publish("t", new byte[most + 1]))
			.satisfies((ex) -> assertThat(ex.size()).isEqualTo(PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE + 1))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE))
			.withMessageContaining("muster.pubsub.max-message-size");
		String text = "ü".repeat(most / 2 + 1);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> this.a.pubSub.publish("t", text));
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.a.pubSub.publish("t", List.of("x".repeat(most))));
		assertThatExceptionOfType(PayloadTooLargeException.class).as("headers count")
			.isThrownBy(() -> this.a.pubSub.publish("t", new byte[most], PublishOptions.defaults().header("k", "v")));
		assertThat(this.a.pubSub.statistics().published()).isEqualTo(1);
	}

	@Test
	void whenTheMemberIsNotInTheViewThenTheMessageIsCounted() {
		this.a.pubSub.publish("t", "x", PublishOptions.defaults().to(MemberId.random()));
		assertThat(this.a.pubSub.statistics().undeliverable()).isEqualTo(1);
	}

	@Test
	void rawTypesNeedNoCodec() throws Exception {
		PubSubSettings settings = PubSubSettings.defaults();
		try (TestBus d = new TestBus(this.network, "d", settings).start();
				TestBus e = new TestBus(this.network, "e", settings).start()) {
			TestBus.Received<String> text = e.subscribe("t", String.class).live();
			TestBus.Received<byte[]> bytes = e.subscribe("t", byte[].class).live();
			d.pubSub.publish("t", "ü");
			await().untilAsserted(() -> assertThat(text.payloads()).containsExactly("ü"));
			await().untilAsserted(
					() -> assertThat(bytes.payloads()).containsExactly("ü".getBytes(StandardCharsets.UTF_8)));
			assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> d.pubSub.publish("t", 7))
				.withMessageContaining("muster.pubsub.codec");
		}
	}

	private static TestBus.Received<String> subscribe(TestBus bus) throws Exception {
		return bus.subscribe("t", String.class).live();
	}

	static final class Broken {

		public String getValue() {
			throw new IllegalStateException("broken");
		}

	}

}
