package dev.muster.autoconfigure.metrics;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.NotRunningException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the membership.
 */
class MembershipMetrics implements MeterBinder {

	private final ClusterNode node;

	private final Cluster cluster;

	MembershipMetrics(ClusterNode node, Cluster cluster) {
		this.node = node;
		this.cluster = cluster;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("muster.members", this.cluster, MembershipMetrics::size)
			.description("Number of members in the view of this node, 0 when it does not run")
			.baseUnit("members")
			.register(registry);
		FunctionCounter.builder("muster.view.changes", this.node, (node) -> node.transport().statistics().viewChanges())
			.description("Number of views that this node has had")
			.baseUnit("views")
			.register(registry);
	}

	private static int size(Cluster cluster) {
		try {
			return cluster.view().size();
		}
		catch (NotRunningException ex) {
			return 0;
		}
	}

}
