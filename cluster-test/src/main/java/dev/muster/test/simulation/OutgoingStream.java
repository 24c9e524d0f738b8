package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.muster.Member;
import dev.muster.Registration;
import org.jspecify.annotations.Nullable;

/**
 * The frames to one member, from when it joined this node's view until it departs. Each
 * is repeated until the member has heard of it.
 */
final class OutgoingStream {

	private static final Duration FIRST_TIMEOUT = Duration.ofMillis(50);

	private static final Duration LAST_TIMEOUT = Duration.ofSeconds(2);

	private static final int REPEATED_AT_ONCE = 32;

	private final Incarnation incarnation;

	private final Member to;

	private final long stream;

	private final Deque<Packet.Frame> unheard = new ArrayDeque<>();

	private Duration timeout = FIRST_TIMEOUT;

	private long next = 1;

	private @Nullable Registration timer;

	OutgoingStream(Incarnation incarnation, Member to, long stream) {
		this.incarnation = incarnation;
		this.to = to;
		this.stream = stream;
	}

	void send(int channel, byte[] bytes) {
		Packet.Frame frame = new Packet.Frame(this.stream, this.next++, channel, bytes);
		this.unheard.add(frame);
		this.incarnation.send(this.to, frame);
		if (this.timer == null) {
			startTimer();
		}
	}

	void heard(Packet.FramesHeard heard) {
		if (heard.stream() != this.stream || this.unheard.isEmpty()
				|| this.unheard.getFirst().sequence() > heard.sequence()) {
			return;
		}
		while (!this.unheard.isEmpty() && this.unheard.getFirst().sequence() <= heard.sequence()) {
			this.unheard.removeFirst();
		}
		close();
		this.timeout = FIRST_TIMEOUT;
		if (!this.unheard.isEmpty()) {
			startTimer();
		}
	}

	private void startTimer() {
		this.timer = this.incarnation.schedule(this.timeout, this::repeat);
	}

	private void repeat() {
		this.unheard.stream().limit(REPEATED_AT_ONCE).forEach((frame) -> this.incarnation.send(this.to, frame));
		Duration doubled = this.timeout.multipliedBy(2);
		this.timeout = (doubled.compareTo(LAST_TIMEOUT) < 0) ? doubled : LAST_TIMEOUT;
		startTimer();
	}

	void close() {
		if (this.timer != null) {
			this.timer.close();
			this.timer = null;
		}
	}

}
