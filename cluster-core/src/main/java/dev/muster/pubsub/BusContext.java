package dev.muster.pubsub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import dev.muster.transport.ClusterTransport;

/**
 * What the parts of one bus share.
 *
 * @param clock tells the time of messages
 * @param millis tells time that only passes, in milliseconds, for deadlines
 */
record BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
		InstantSource clock, LongSupplier millis, Counters counters, LossReports losses, StreamTable streams,
		ReplayRings rings) {

	/**
	 * The bus's channel.
	 */
	static final int CHANNEL = 1;

	/**
	 * The channel on which members replicate what they want.
	 */
	static final int INTEREST_CHANNEL = 2;

	private static final Duration FOREVER = Duration.ofDays(10_000);

	BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
			InstantSource clock, LongSupplier millis, Counters counters) {
		this(transport, settings, executor, delayer, clock, millis, counters,
				new LossReports(executor, clock, counters));
	}

	private BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
			InstantSource clock, LongSupplier millis, Counters counters, LossReports losses) {
		this(transport, settings, executor, delayer, clock, millis, counters, losses, new StreamTable(losses),
				new ReplayRings(settings.topics()));
	}

	/**
	 * Return until when to wait for room, in terms of {@link System#nanoTime()}.
	 */
	long blockDeadline() {
		return blockDeadline(FOREVER.toMillis());
	}

	/**
	 * Return until when to wait for room, in terms of {@link System#nanoTime()}.
	 * @param maxMillis how long to wait at the most
	 */
	long blockDeadline(long maxMillis) {
		Duration timeout = this.settings.blockTimeout();
		Duration longest = Duration.ofMillis(Math.max(0, Math.min(maxMillis, FOREVER.toMillis())));
		return System.nanoTime() + ((timeout.compareTo(longest) < 0) ? timeout : longest).toNanos();
	}

}
