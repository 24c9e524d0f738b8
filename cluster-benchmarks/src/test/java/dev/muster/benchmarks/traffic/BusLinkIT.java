package dev.muster.benchmarks.traffic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Peer;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is measured as ours delivers, and that an inbox can tell.
 */
class BusLinkIT {

	private static final int COUNT = 400;

	private final Payloads payloads = new Payloads(100);

	private final List<Link> links = new ArrayList<>();

	private final List<Inbox> inboxes = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.links.forEach(Link::close);
	}

	@Test
	void whenManyTopicsHaveOneSubscriberEachThenEachMessageIsOnTheWireOnceAndRequestsAreAnswered() throws Exception {
		start(new Traffic(1, 40, 0));
		Link publisher = this.links.get(0);
		this.inboxes.forEach((inbox) -> inbox.arm(1, false));
		for (int i = 0; i < COUNT; i++) {
			publisher.publish(i % 40, this.payloads.make(Inbox.mark(1, 0), i));
		}
		for (Inbox inbox : this.inboxes.subList(1, Setup.PROCESSES)) {
			Inbox.Received received = inbox.await(new long[] { COUNT });
			assertThat(received.count()).isEqualTo(COUNT / 2);
			assertThat(received.lost()).isZero();
			assertThat(
					received.tallies().reordered() + received.tallies().duplicated() + received.tallies().corrupted())
				.isZero();
		}
		assertThat(publisher.wireMessages()).isEqualTo(COUNT);
		for (Link link : this.links) {
			link.respond((request) -> request);
		}
		byte[] request = this.payloads.make(1, 0);
		assertThat(publisher.request(request)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(request);
	}

	private void start(Traffic traffic) throws Exception {
		for (int place = 0; place < Setup.PROCESSES; place++) {
			Setup setup = new Setup("bench", place, this.directory, "127.0.0.1", List.of(), traffic, false);
			Link link = Peer.MUSTER.link(setup);
			this.links.add(link);
			this.inboxes.add(new Inbox(setup, this.payloads, new Window(setup)));
			link.start(this.inboxes.get(place));
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.links.stream().allMatch(Link::isFormed));
	}

}
