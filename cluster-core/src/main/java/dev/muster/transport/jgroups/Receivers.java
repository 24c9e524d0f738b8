package dev.muster.transport.jgroups;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import dev.muster.Member;
import dev.muster.Registration;
import dev.muster.transport.FrameReceiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who receives which channel, and how much. Outlives incarnations. Safe for use by many
 * threads.
 */
final class Receivers {

	static final int MAX_CHANNEL = 127;

	private static final Logger logger = LoggerFactory.getLogger(Receivers.class);

	private final AtomicReferenceArray<@Nullable FrameReceiver> channels = new AtomicReferenceArray<>(MAX_CHANNEL + 1);

	private final LongAdder frames = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	Registration open(int channel, FrameReceiver receiver) {
		checkChannel(channel);
		if (!this.channels.compareAndSet(channel, null, receiver)) {
			throw new IllegalStateException("Channel " + channel + " has a receiver already");
		}
		return () -> this.channels.compareAndSet(channel, receiver, null);
	}

	static void checkChannel(int channel) {
		if (channel < 1 || channel > MAX_CHANNEL) {
			throw new IllegalArgumentException("Channel " + channel + " is not between 1 and " + MAX_CHANNEL);
		}
	}

	/**
	 * Return the channels that have a receiver, in order.
	 */
	List<Integer> channels() {
		return IntStream.rangeClosed(1, MAX_CHANNEL)
			.filter((channel) -> this.channels.get(channel) != null)
			.boxed()
			.toList();
	}

	void deliver(Member sender, int channel, List<byte[]> frame) {
		FrameReceiver receiver = (channel >= 1 && channel <= MAX_CHANNEL) ? this.channels.get(channel) : null;
		if (receiver == null) {
			this.dropped.increment();
			return;
		}
		int size = 0;
		for (byte[] part : frame) {
			size += part.length;
		}
		this.frames.increment();
		this.bytes.add(size);
		try {
			receiver.receiveParts(sender, frame);
		}
		catch (RuntimeException | Error ex) {
			this.dropped.increment();
			logger.error("The receiver of channel {} failed on a frame from {}", channel, sender, ex);
		}
	}

	void dropped() {
		this.dropped.increment();
	}

	long frames() {
		return this.frames.sum();
	}

	long bytes() {
		return this.bytes.sum();
	}

	long droppedFrames() {
		return this.dropped.sum();
	}

}
