package dev.muster.presence;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.codec.PayloadCodecs;
import dev.muster.replication.ReplicationSettings;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers and writers on real threads, on a node that is alone.
 */
class PresenceConcurrencyTests {

	private static final List<String> TOPICS = List.of("room:1", "room:2");

	@Test
	void readersSeeWholeBatchesAndListenersAddUp() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (DefaultPresence presence = alone(threads)) {
			History history = new History("all");
			presence.subscribe("**", PresenceOptions.defaults().queueCapacity(8), history);
			AtomicBoolean writing = new AtomicBoolean(true);
			List<Future<?>> readers = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				readers.add(threads.submit(() -> {
					int reads = 0;
					while (writing.get() || reads == 0) {
						read(presence);
						reads++;
					}
					return reads;
				}));
			}
			List<Future<?>> writers = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				int writer = i;
				writers.add(threads.submit(() -> write(presence, writer)));
			}
			for (Future<?> writer : writers) {
				writer.get(60, TimeUnit.SECONDS);
			}
			writing.set(false);
			for (Future<?> reader : readers) {
				reader.get(60, TimeUnit.SECONDS);
			}
			presence.subscribe("**", new History("late")).close();
			await().untilAsserted(() -> assertThat(history.state())
				.containsExactlyInAnyOrderElementsOf(History.expected(presence, "**")));
			assertThat(history.problems()).isEmpty();
			assertThat(presence.count("room:1")).isEqualTo(100);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void listenerThatBlocksHoldsUpNobodyAndIsToldTheNetChangeThen() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		try (DefaultPresence presence = alone(threads)) {
			History slow = new History("slow");
			presence.subscribe("**", PresenceOptions.defaults().queueCapacity(8), (diff) -> {
				slow.onDiff(diff);
				blocked.countDown();
				go.await();
			});
			History quick = new History("quick");
			presence.subscribe("**", quick);
			presence.track("room:1", "first", "1");
			assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
			write(presence, 0);
			await().untilAsserted(() -> assertThat(quick.entries()).hasSize(101));
			assertThat(presence.count("room:1")).isEqualTo(51);
			assertThat(slow.joins()).isEqualTo(1);
			go.countDown();
			await().untilAsserted(() -> assertThat(slow.state())
				.containsExactlyInAnyOrderElementsOf(History.expected(presence, "**")));
			assertThat(slow.problems()).isEmpty();
			assertThat(slow.joins()).as("what came and went meanwhile is not told").isEqualTo(101);
		}
		finally {
			go.countDown();
			threads.shutdownNow();
		}
	}

	private static DefaultPresence alone(ExecutorService threads) {
		return new DefaultPresence(new SimulatedNetwork(new Simulation(1)).transport("a", "cluster", Map.of()),
				new PayloadCodecs(null), PresenceSettings.defaults(), ReplicationSettings.defaults(), threads,
				InstantSource.system(), System::nanoTime);
	}

	private static void write(Presence presence, int writer) {
		for (int round = 0; round < 20; round++) {
			List<PresenceSession> sessions = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				String key = "user-" + writer + "-" + i;
				PresenceSession session = presence.open();
				sessions.add(session);
				session.trackAll(List.of(new NewPresence("room:1", key, "1"), new NewPresence("room:2", key, "2")));
			}
			if (round < 19) {
				sessions.forEach(PresenceSession::close);
			}
		}
	}

	private static void read(Presence presence) {
		PresenceSnapshot snapshot = presence.snapshot(TOPICS);
		assertThat(snapshot.count("room:1")).isEqualTo(snapshot.count("room:2"));
		List<PresenceEntry> entries = presence.list("room:1");
		assertThat(entries).extracting(PresenceEntry::ref).doesNotHaveDuplicates().hasSize(entries.size());
		assertThat(presence.count("room:1")).isBetween(0, 100);
	}

}
