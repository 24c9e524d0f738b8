package dev.muster.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.LinkStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the connection to each other member, tagged {@code peer} with its address.
 * They are removed when the member is gone, and there are such of a bounded number of
 * members only.
 */
class PeerMetrics implements MeterBinder, AutoCloseable {

	private static final String FRAMES = "frames";

	private final ClusterTransport transport;

	private final MetersByPeer meters;

	PeerMetrics(ClusterTransport transport, int maxPeers) {
		this.transport = transport;
		this.meters = new MetersByPeer(transport, maxPeers, this::peers,
				(registry, peer) -> new Meters(registry, peer).register());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.meters.bindTo(registry);
	}

	@Override
	public void close() {
		this.meters.close();
	}

	private Set<String> peers() {
		Set<String> peers = new LinkedHashSet<>();
		try {
			Member self = this.transport.self();
			for (Member member : this.transport.view().members()) {
				if (!member.equals(self)) {
					peers.add(member.host() + ":" + member.port());
				}
			}
		}
		catch (NotRunningException ex) {
			peers.clear(); // a node that does not run has no peers
		}
		return peers;
	}

	/**
	 * The meters of one peer in one registry.
	 */
	private final class Meters {

		private final MeterRegistry registry;

		private final String peer;

		private final List<Meter> meters = new ArrayList<>();

		Meters(MeterRegistry registry, String peer) {
			this.registry = registry;
			this.peer = peer;
		}

		List<Meter> register() {
			gauge("connections", BaseUnits.CONNECTIONS, "Connections to the peer", LinkStatus::connections);
			gauge("queue.depth", FRAMES, "Frames that wait for the socket of the peer", LinkStatus::queuedFrames);
			gauge("queued", BaseUnits.BYTES, "What waits for the socket of the peer", LinkStatus::queuedBytes);
			String frames = "Frames to and from the peer, those of the engine included";
			counter(FRAMES, FRAMES, direction("sent"), frames, LinkStatus::framesSent);
			counter(FRAMES, FRAMES, direction("received"), frames, LinkStatus::framesReceived);
			String bytes = "Bytes to and from the peer, before encryption";
			counter("bytes", BaseUnits.BYTES, direction("sent"), bytes, LinkStatus::bytesSent);
			counter("bytes", BaseUnits.BYTES, direction("received"), bytes, LinkStatus::bytesReceived);
			counter("dropped", FRAMES, Tags.empty(),
					"Frames that were dropped since too many waited, or since the peer was not reached",
					LinkStatus::dropped);
			this.meters
				.add(TimeGauge
					.builder("muster.transport.peer.round.trip", PeerMetrics.this, TimeUnit.SECONDS,
							(metrics) -> value((link) -> (link.roundTrip() != null) ? link.roundTrip().toNanos() / 1e9
									: Double.NaN, Double.NaN))
					.description("How long the peer took last to answer")
					.tag("peer", this.peer)
					.register(this.registry));
			return this.meters;
		}

		private void gauge(String name, String unit, String description, ToDoubleFunction<LinkStatus> value) {
			this.meters
				.add(Gauge.builder("muster.transport.peer." + name, PeerMetrics.this, (metrics) -> value(value, 0))
					.description(description)
					.baseUnit(unit)
					.tag("peer", this.peer)
					.register(this.registry));
		}

		private void counter(String name, String unit, Tags tags, String description,
				ToLongFunction<LinkStatus> value) {
			Count count = new Count();
			this.meters.add(FunctionCounter
				.builder("muster.transport.peer." + name, PeerMetrics.this,
						(metrics) -> count.at((long) value(value::applyAsLong, 0)))
				.description(description)
				.baseUnit(unit)
				.tags(tags)
				.tag("peer", this.peer)
				.register(this.registry));
		}

		private double value(ToDoubleFunction<LinkStatus> value, double otherwise) {
			for (LinkStatus link : PeerMetrics.this.transport.links()) {
				if (link.peer().equals(this.peer)) {
					return value.applyAsDouble(link);
				}
			}
			return otherwise;
		}

		private static Tags direction(String direction) {
			return Tags.of("direction", direction);
		}

	}

	/**
	 * A count that goes on where a link begins anew, as counters must.
	 */
	private static final class Count {

		private long before;

		private long last;

		synchronized long at(long current) {
			if (current < this.last) {
				this.before += this.last;
			}
			this.last = current;
			return this.before + current;
		}

	}

}
