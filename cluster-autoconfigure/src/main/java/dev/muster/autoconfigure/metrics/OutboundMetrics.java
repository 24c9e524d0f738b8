package dev.muster.autoconfigure.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.muster.Member;
import dev.muster.pubsub.OutboundStatus;
import dev.muster.pubsub.PubSub;
import dev.muster.transport.ClusterTransport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of what waits to be sent to each other member, tagged {@code peer} with its
 * address, or {@code all} where one queue serves all of them. They are removed when the
 * member is gone, and there are such of a bounded number of members only.
 */
class OutboundMetrics implements MeterBinder, AutoCloseable {

	private static final String ALL = "all";

	private final PubSub pubSub;

	private final MetersByPeer meters;

	OutboundMetrics(ClusterTransport transport, PubSub pubSub, int maxPeers) {
		this.pubSub = pubSub;
		this.meters = new MetersByPeer(transport, maxPeers, this::peers, this::register);
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
		this.pubSub.outbound().forEach((status) -> peers.add(peer(status)));
		return peers;
	}

	private static String peer(OutboundStatus status) {
		Member member = status.member();
		return (member != null) ? member.host() + ":" + member.port() : ALL;
	}

	private List<Meter> register(MeterRegistry registry, String peer) {
		List<Meter> meters = new ArrayList<>();
		meters.add(Gauge
			.builder("muster.pubsub.outbound.queued", this, (metrics) -> metrics.value(peer, OutboundStatus::queued))
			.description("Messages that wait to be sent to a member")
			.baseUnit("messages")
			.tag("peer", peer)
			.register(registry));
		meters.add(TimeGauge
			.builder("muster.pubsub.outbound.blocked", this, TimeUnit.SECONDS,
					(metrics) -> metrics.value(peer, (status) -> seconds(status.blockedFor())))
			.description("For how long the transport has not taken the messages for a member that are just being sent")
			.tag("peer", peer)
			.register(registry));
		return meters;
	}

	private double value(String peer, ToDoubleFunction<OutboundStatus> value) {
		for (OutboundStatus status : this.pubSub.outbound()) {
			if (peer(status).equals(peer)) {
				return value.applyAsDouble(status);
			}
		}
		return 0;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
