package dev.muster.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.discovery.TopologyStatus;
import dev.muster.presence.OriginStatus;
import dev.muster.presence.Presence;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of this node: up while it is in a cluster, of whatever size. Asks nobody, so it
 * never blocks.
 */
public class ClusterHealthIndicator extends AbstractHealthIndicator {

	private final ClusterNode node;

	private final Cluster cluster;

	private final ClusterLifecycle lifecycle;

	private final @Nullable Presence presence;

	/**
	 * Create an indicator.
	 * @param node the node
	 * @param cluster its cluster
	 * @param lifecycle says whether the node should be running
	 */
	public ClusterHealthIndicator(ClusterNode node, Cluster cluster, ClusterLifecycle lifecycle) {
		this(node, cluster, lifecycle, null);
	}

	/**
	 * Create an indicator that also tells how up to date presence is.
	 * @param node the node
	 * @param cluster its cluster
	 * @param lifecycle says whether the node should be running
	 * @param presence who is present, or {@code null}
	 */
	public ClusterHealthIndicator(ClusterNode node, Cluster cluster, ClusterLifecycle lifecycle,
			@Nullable Presence presence) {
		super("The health of the cluster node cannot be told");
		this.node = node;
		this.cluster = cluster;
		this.lifecycle = lifecycle;
		this.presence = presence;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("clusterName", this.cluster.name())
			.withDetail("encrypted", this.node.transport().isEncrypted());
		try {
			describe(builder, this.cluster.self(), this.cluster.view());
			builder.up();
		}
		catch (NotRunningException ex) {
			notRunning(builder);
		}
		builder.withDetail("topologies", topologies());
		if (this.presence != null) {
			builder.withDetail("presence", presence(this.presence));
		}
	}

	private static Map<String, Object> presence(Presence presence) {
		Map<String, Object> lag = new LinkedHashMap<>();
		for (OriginStatus origin : presence.origins()) {
			if (!origin.self()) {
				lag.put(origin.member().toString(), origin.lag());
			}
		}
		return Map.of("entries", presence.statistics().entries(), "lag", lag);
	}

	private static void describe(Health.Builder builder, Member self, ClusterView view) {
		builder.withDetail("self", self.toString())
			.withDetail("members", view.members().stream().map(Member::toString).toList())
			.withDetail("size", view.size())
			.withDetail("coordinator", view.coordinator().toString())
			.withDetail("view", view.number());
	}

	private void notRunning(Health.Builder builder) {
		switch (this.lifecycle.state()) {
			case NEW -> builder.unknown().withDetail("reason", "the node has not been started yet");
			case RUNNING -> builder.down().withDetail("reason", "the node has stopped by itself");
			case STOPPED -> builder.outOfService().withDetail("reason", "the node was stopped");
		}
	}

	private Map<String, Object> topologies() {
		Map<String, Object> topologies = new LinkedHashMap<>();
		for (TopologyStatus status : this.node.discovery().status()) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("strategy", status.strategy());
			if (status.lastSuccess() != null) {
				details.put("lastSuccess", status.lastSuccess());
			}
			if (status.lastError() != null) {
				details.put("lastError", status.lastError());
			}
			topologies.put(status.topology(), details);
		}
		return topologies;
	}

}
