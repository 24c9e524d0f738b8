package dev.muster.pubsub;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.Member;
import dev.muster.MemberId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A member that sends what is no frame of the bus.
 */
@Timeout(120)
class GarbageTests {

	private final FakeNetwork network = new FakeNetwork();

	private final TestBus a = new TestBus(this.network, "a").start();

	private final TestBus b = new TestBus(this.network, "b").start();

	private final Logger logger = (Logger) LoggerFactory.getLogger(PubSub.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	GarbageTests() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.a.close();
		this.b.close();
	}

	@Test
	void isCountedLoggedOnceAndHarmsNobody() throws Exception {
		TestBus.Received<String> received = this.b.subscribe("t", String.class).live();
		long seed = System.nanoTime();
		System.out.println("Seed of GarbageTests: " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 1000; i++) {
			byte[] garbage = new byte[1 + random.nextInt(100)];
			random.nextBytes(garbage);
			garbage[0] = (byte) (2 + random.nextInt(100)); // no version of ours
			send(garbage);
		}
		assertThat(this.b.pubSub.statistics().undecodable()).isEqualTo(1000);
		assertThat(this.log.list).filteredOn((event) -> event.getFormattedMessage().startsWith("Skipped a frame"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("a@127.0.0.1:1"));
		this.a.pubSub.publish("t", "still works");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("still works"));
	}

	@Test
	void aMessageAboveTheReceiversLimitIsSkipped() throws Exception {
		TestBus.Received<byte[]> received = this.b.subscribe("t", byte[].class).live();
		send(Batches.of(Frames.message(Frames.topic("t"), 0, 0, Frames.headers(Map.of()), new byte[1_100_000])));
		assertThat(this.b.pubSub.statistics().undecodable()).isEqualTo(1);
		this.a.pubSub.publish("t", new byte[3]);
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly(new byte[3]));
	}

	@Test
	void aMessageOfAnUnknownCodecIsUndecodableForThoseThatWantObjects() throws Exception {
		TestBus.Received<Object> object = this.b.subscribe("t", Object.class).live();
		TestBus.Received<byte[]> bytes = this.b.subscribe("t", byte[].class).live();
		send(Batches.of(Frames.message(Frames.topic("t"), 3, 0, Frames.headers(Map.of()), new byte[] { 1 })));
		await().untilAsserted(() -> assertThat(bytes.payloads()).containsExactly(new byte[] { 1 }));
		await().untilAsserted(() -> assertThat(this.b.pubSub.statistics().undecodable()).isEqualTo(1));
		assertThat(object.payloads()).isEmpty();
	}

	@Test
	void aStrangersFramesAreNobodys() throws Exception {
		TestBus.Received<String> received = this.b.subscribe("t", String.class).live();
		Member stranger = new Member(MemberId.random(), "stranger", "127.0.0.1", 2, Map.of());
		byte[] frame = Frames.message(Frames.topic("t"), 1, 0, Frames.headers(Map.of()), new byte[] { 'x' });
		this.b.transport.receiverOf(BusContext.CHANNEL).receive(stranger, Batches.of(frame));
		// an announcement of a log with one operation, and that operation
		for (String announcement : List.of("1701" + "0000000000000000", "1100" + "10" + "00" + "0174")) {
			this.b.transport.receiverOf(BusContext.INTEREST_CHANNEL)
				.receive(stranger, HexFormat.of().parseHex(announcement));
		}
		assertThat(this.b.pubSub.subscribers("t")).containsExactly(this.b.id());
		this.a.pubSub.publish("t", "known");
		await().untilAsserted(() -> assertThat(received.payloads()).containsExactly("known"));
	}

	private void send(byte[] frame) {
		this.b.transport.deliver(this.a.transport.self(), BusContext.CHANNEL, frame);
	}

}
