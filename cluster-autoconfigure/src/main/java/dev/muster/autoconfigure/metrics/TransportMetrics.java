package dev.muster.autoconfigure.metrics;

import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import dev.muster.transport.ClusterTransport;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.TransportStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the transport.
 */
class TransportMetrics implements MeterBinder {

	private static final String FRAMES = "frames";

	private static final Tags SENT = Tags.of("direction", "sent");

	private static final Tags RECEIVED = Tags.of("direction", "received");

	private final ClusterTransport transport;

	TransportMetrics(ClusterTransport transport) {
		this.transport = transport;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		String frames = "Frames to and from other members";
		counter(registry, "frames", FRAMES, SENT, frames, TransportStatistics::framesSent);
		counter(registry, "frames", FRAMES, RECEIVED, frames, TransportStatistics::framesReceived);
		String bytes = "Bytes of frames to and from other members";
		counter(registry, "bytes", BaseUnits.BYTES, SENT, bytes, TransportStatistics::bytesSent);
		counter(registry, "bytes", BaseUnits.BYTES, RECEIVED, bytes, TransportStatistics::bytesReceived);
		counter(registry, "dropped", FRAMES, Tags.empty(), "Received frames that nobody could take",
				TransportStatistics::framesDropped);
		counter(registry, "invalid", "packets", Tags.empty(), "Packets that are not of this protocol",
				TransportStatistics::invalidPackets);
		counter(registry, "unknown", FRAMES, Tags.empty(), "Frames of a later version that were skipped",
				TransportStatistics::unknownFrames);
		Gauge.builder("muster.transport.links", this.transport, (transport) -> connected(transport).count())
			.description("Connections to peers")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry);
		Gauge
			.builder("muster.transport.queued", this.transport,
					(transport) -> connected(transport).mapToLong(LinkStatus::queuedBytes).sum())
			.description("What waits for the sockets of all peers")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private static Stream<LinkStatus> connected(ClusterTransport transport) {
		return transport.links().stream().filter(LinkStatus::connected);
	}

	private void counter(MeterRegistry registry, String name, String unit, Tags tags, String description,
			ToLongFunction<TransportStatistics> value) {
		FunctionCounter
			.builder("muster.transport." + name, this.transport,
					(transport) -> value.applyAsLong(transport.statistics()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(registry);
	}

}
