package dev.muster.autoconfigure.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.muster.transport.ClusterTransport;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of what happened on connections and belongs to no peer: as many as there are
 * reasons to refuse one.
 */
class HandshakeMetrics implements MeterBinder {

	private static final String FRAMES = "frames";

	private final ClusterTransport transport;

	HandshakeMetrics(ClusterTransport transport) {
		this.transport = transport;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("muster.transport.half.open", this.transport, (transport) -> transport.linkTotals().halfOpen())
			.description("Connections whose handshake has not ended")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry);
		for (Refusal.Reason reason : Refusal.Reason.values()) {
			failed(registry, reason.name(), "self", (totals) -> count(totals.refusedByUs(), reason));
			failed(registry, reason.name(), "peer", (totals) -> count(totals.refusedByPeer(), reason));
		}
		failed(registry, "timed-out", "self", LinkTotals::timedOut);
		failed(registry, "pushed-out", "self", LinkTotals::pushedOut);
		failed(registry, "broken-off", "peer", LinkTotals::brokenOff);
		counter(registry, "no.room", "peers", Tags.empty(), "How often there was no room for a further peer",
				LinkTotals::noRoom);
		counter(registry, "unsent", FRAMES, Tags.empty(),
				"Frames that were dropped since there was no room for a further peer, or while stopping",
				LinkTotals::unsent);
	}

	private void failed(MeterRegistry registry, String reason, String by, ToLongFunction<LinkTotals> value) {
		String tag = reason.toLowerCase(Locale.ROOT).replace('_', '-');
		counter(registry, "handshakes.failed", "handshakes", Tags.of("reason", tag, "by", by),
				"Handshakes that failed, by reason and by who ended them", value);
	}

	private void counter(MeterRegistry registry, String name, String unit, Tags tags, String description,
			ToLongFunction<LinkTotals> value) {
		FunctionCounter
			.builder("muster.transport." + name, this.transport,
					(transport) -> value.applyAsLong(transport.linkTotals()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(registry);
	}

	private static long count(Map<Refusal.Reason, Long> counts, Refusal.Reason reason) {
		return counts.getOrDefault(reason, 0L);
	}

}
