package dev.muster.transport.jgroups.netty;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What was sent to and received from one peer. Thread-safe.
 */
final class Traffic {

	private final LongAdder framesReceived = new LongAdder();

	private final LongAdder bytesReceived = new LongAdder();

	private final LongAdder framesSent = new LongAdder();

	private final LongAdder bytesSent = new LongAdder();

	private volatile long roundTrip = -1;

	void sent(int frames, long bytes) {
		this.framesSent.add(frames);
		this.bytesSent.add(bytes);
	}

	void received(int bytes) {
		this.framesReceived.increment();
		this.bytesReceived.add(bytes);
	}

	void roundTrip(long nanos) {
		this.roundTrip = Math.max(0, nanos);
	}

	long framesSent() {
		return this.framesSent.sum();
	}

	long bytesSent() {
		return this.bytesSent.sum();
	}

	long framesReceived() {
		return this.framesReceived.sum();
	}

	long bytesReceived() {
		return this.bytesReceived.sum();
	}

	@Nullable Duration roundTrip() {
		long nanos = this.roundTrip;
		return (nanos >= 0) ? Duration.ofNanos(nanos) : null;
	}

}
