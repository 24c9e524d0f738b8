package dev.muster.benchmarks.traffic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.link.Link;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Makes requests, and checks the replies: each is to be what was asked.
 */
final class Requests {

	private static final long PATIENCE_SECONDS = 15;

	private static final int ALL = 1 << 20;

	private final Link link;

	private final Payloads payloads;

	Requests(Link link, Payloads payloads) {
		this.link = link;
		this.payloads = payloads;
	}

	/** Answer from now on, where requests go to; elsewhere make the link ready. */
	void serve() throws Exception {
		this.link.respond((request) -> {
			if (!this.payloads.isIntact(request, 0, request.length)) {
				throw new IllegalArgumentException("This was not asked");
			}
			return request;
		});
		Told.tell("serving");
	}

	/** Keep so many requests open. */
	void ask(int phase, long millis, int open) throws Exception {
		Semaphore room = new Semaphore(open);
		Answers answers = new Answers(new ConcurrentHistogram(3));
		long start = System.nanoTime();
		long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
		long count = 0;
		for (long now = start; now < end; now = System.nanoTime()) {
			if (room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				send(phase, count++, System.nanoTime(), answers).whenComplete((reply, ex) -> room.release());
			}
		}
		room.tryAcquire(open, PATIENCE_SECONDS, TimeUnit.SECONDS);
		answers.tell(count, start);
	}

	/** Make requests at a fixed rate, whatever becomes of them. */
	void askPaced(int phase, long millis, int perSecond) throws Exception {
		Semaphore room = new Semaphore(ALL);
		Answers answers = new Answers(new ConcurrentHistogram(3));
		Pace pace = new Pace(perSecond);
		long total = millis * perSecond / 1000;
		for (long count = 0; count < total; count++) {
			long due = pace.await(count);
			room.acquire();
			send(phase, count, due, answers).whenComplete((reply, ex) -> room.release());
		}
		room.tryAcquire(ALL, PATIENCE_SECONDS, TimeUnit.SECONDS);
		answers.tell(total, pace.start());
	}

	private CompletableFuture<byte[]> send(int phase, long number, long since, Answers answers) throws Exception {
		return this.link.request(this.payloads.make(phase, number)).whenComplete((reply, ex) -> {
			if (reply == null) {
				return; // it counts as lost
			}
			if (this.payloads.isIntact(reply, 0, reply.length) && Payloads.number(reply, 0) == number
					&& Payloads.phase(reply, 0) == phase) {
				answers.latencies.recordValue(Math.max(0, System.nanoTime() - since));
			}
			else {
				answers.wrong.incrementAndGet();
			}
		});
	}

	/**
	 * What came back.
	 *
	 * @param latencies how long the right ones took
	 * @param wrong how many were not right
	 */
	private record Answers(Histogram latencies, AtomicLong wrong) {

		Answers(Histogram latencies) {
			this(latencies, new AtomicLong());
		}

		void tell(long asked, long start) {
			Worker.tellLatencies("asked", this.latencies, asked, start, System.nanoTime(), this.wrong.get());
		}

	}

}
