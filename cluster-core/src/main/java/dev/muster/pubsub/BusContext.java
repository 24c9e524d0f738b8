package dev.muster.pubsub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

import dev.muster.transport.ClusterTransport;

/**
 * What the parts of one bus share.
 */
record BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
		InstantSource clock, Counters counters, LossReports losses, StreamTable streams) {

	/**
	 * The bus's channel.
	 */
	static final int CHANNEL = 1;

	private static final Duration FOREVER = Duration.ofDays(10_000);

	BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
			InstantSource clock, Counters counters) {
		this(transport, settings, executor, delayer, clock, counters, new LossReports(executor, clock, counters));
	}

	private BusContext(ClusterTransport transport, PubSubSettings settings, Executor executor, Delayer delayer,
			InstantSource clock, Counters counters, LossReports losses) {
		this(transport, settings, executor, delayer, clock, counters, losses, new StreamTable(losses));
	}

	/**
	 * Return until when to wait for room, in terms of {@link System#nanoTime()}.
	 */
	long blockDeadline() {
		Duration timeout = this.settings.blockTimeout();
		return System.nanoTime() + ((timeout.compareTo(FOREVER) < 0) ? timeout : FOREVER).toNanos();
	}

}
