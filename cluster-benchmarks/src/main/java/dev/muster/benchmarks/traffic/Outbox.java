package dev.muster.benchmarks.traffic;

import java.util.concurrent.TimeUnit;

import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;

/**
 * Publishes, as fast as the system below lets it or at a fixed rate, to each topic in
 * turn.
 */
final class Outbox {

	/** Messages between two looks at the clock. */
	private static final int STRIDE = 32;

	private final Link link;

	private final int place;

	private final int topics;

	private final Payloads payloads;

	private final Window window;

	/** Of all phases. */
	private long published;

	private volatile boolean pacing;

	private Thread pacer = Thread.currentThread();

	Outbox(Link link, Setup setup, Payloads payloads, Window window) {
		this.link = link;
		this.place = setup.place();
		this.topics = setup.traffic().topics();
		this.payloads = payloads;
		this.window = window;
	}

	void probe() throws Exception {
		for (int topic = 0; topic < this.topics; topic++) {
			this.link.publish(topic, this.payloads.make(Inbox.mark(Inbox.PROBES, this.place), topic));
		}
		Told.tell("probed");
	}

	void publish(int phase, long millis) throws Exception {
		int mark = Inbox.mark(phase, this.place);
		long start = System.nanoTime();
		long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
		long count = 0;
		int topic = 0;
		while (System.nanoTime() < end) {
			this.window.await(this.published + count);
			for (int i = 0; i < STRIDE; i++) {
				this.link.publish(topic, this.payloads.make(mark, count++));
				topic = (topic + 1 == this.topics) ? 0 : topic + 1;
			}
		}
		this.published += count;
		Told.tell("published", count, start);
	}

	// On a thread of its own, since other orders come meanwhile
	void pace(int phase, int perSecond) {
		int mark = Inbox.mark(phase, this.place);
		this.pacing = true;
		this.pacer = new Thread(() -> {
			Pace pace = new Pace(perSecond);
			long count = 0;
			try {
				for (; this.pacing; count++) {
					long due = pace.await(count);
					byte[] payload = this.payloads.make(mark, count);
					Payloads.stamp(payload, due);
					this.link.publish(0, payload);
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException("Cannot publish", ex);
			}
			Told.tell("published", count, pace.start());
		}, "pace");
		this.pacer.start();
		Told.tell("pacing");
	}

	void rest() throws InterruptedException {
		this.pacing = false;
		this.pacer.join();
	}

}
