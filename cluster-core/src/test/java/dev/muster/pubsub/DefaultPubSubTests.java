package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DefaultPubSubTests {

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
	}

	@Test
	void messageReachesLocalAndRemoteSubscribers() throws Exception {
		TestBus.Received<String> local = this.a.subscribe("orders.created", String.class).live();
		TestBus.Received<String> remote = this.b.subscribe("orders.*", String.class).live();
		this.a.pubSub.publish("orders.created", "hello", PublishOptions.defaults().header("trace", "7"));
		await().untilAsserted(() -> assertThat(local.payloads()).containsExactly("hello"));
		await().untilAsserted(() -> assertThat(remote.payloads()).containsExactly("hello"));
		Message<String> message = remote.messages().get(0);
		assertThat(message.topic()).isEqualTo("orders.created");
		assertThat(message.sender()).isEqualTo(this.a.transport.self());
		assertThat(message.headers()).isEqualTo(Map.of("trace", "7"));
		assertThat(message.sentAt()).isEqualTo(local.messages().get(0).sentAt());
	}

	@Test
	void whatNoSubscriptionIsThereForIsCounted() throws Exception {
		TestBus.Received<String> received = this.b.subscribe("orders.*", String.class).live();
		byte[] early = Frames.message(Frames.topic("greetings"), 1, 0, Frames.headers(Map.of()), new byte[] { 'x' });
		this.b.transport.deliver(this.a.transport.self(), BusContext.CHANNEL, Batches.of(early, early));
		this.a.pubSub.publish("orders.created", "hello");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("hello"));
		assertThat(this.b.pubSub.statistics().unclaimed()).isEqualTo(2);
		assertThat(this.a.pubSub.statistics().unclaimed()).isZero();
	}

	@Test
	void payloadBecomesWhatEachSubscriberWants() throws Exception {
		TestBus.Received<Order> order = this.b.subscribe("o", Order.class).live();
		TestBus.Received<String> text = this.b.subscribe("o", String.class).live();
		TestBus.Received<byte[]> bytes = this.b.subscribe("o", byte[].class).live();
		TestBus.Received<Object> natural = this.b.subscribe("o", Object.class).live();
		this.a.pubSub.publish("o", new Order("x", 3));
		await().untilAsserted(() -> assertThat(order.payloads()).containsExactly(new Order("x", 3)));
		String json = "{\"id\":\"x\",\"count\":3}";
		await().untilAsserted(() -> assertThat(text.payloads()).containsExactly(json));
		await().untilAsserted(() -> assertThat(bytes.payloads()).hasSize(1));
		assertThat(new String(bytes.payloads().get(0), StandardCharsets.UTF_8)).isEqualTo(json);
		await().untilAsserted(() -> assertThat(natural.payloads()).isEqualTo(List.of(Map.of("id", "x", "count", 3))));
	}

	record Order(String id, int count) {
	}

}
