package dev.muster.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.muster.discovery.TopologyStatus;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The cluster, as the endpoint tells of it.
 *
 * @param clusterName name of the cluster
 * @param running whether this node is in the cluster
 * @param self name of this node, or {@code null} when it does not run
 * @param coordinator name of the oldest member, or {@code null}
 * @param view number of the view, or {@code null}
 * @param size number of members
 * @param members the members, oldest first
 * @param refusals nodes that were refused, or refused this one
 * @param topologies how each topology fares
 * @param encrypted whether what crosses the network is encrypted and authenticated
 * @param links how the connections to peers fare
 * @param linkTotals what happened on all connections, such as handshakes that failed
 * @param channels numbers of the channels that this node receives on
 * @param transport counters of the transport
 * @param pubsub counters of the bus, and its subscriptions
 */
public record ClusterDescriptor(String clusterName, boolean running, @Nullable String self,
		@Nullable String coordinator, @Nullable Long view, int size, List<MemberDescriptor> members,
		List<Refusal> refusals, List<TopologyDescriptor> topologies, boolean encrypted, List<LinkStatus> links,
		LinkTotals linkTotals, List<Integer> channels, TransportStatistics transport,
		PubSubDescriptor pubsub) implements OperationResponseBody {

	/**
	 * A topology.
	 *
	 * @param name the user's name for it
	 * @param strategy the strategy's name
	 * @param polls how often it was asked
	 * @param failures how often it could not tell
	 * @param lastSuccess when it last answered, or {@code null} if never
	 * @param lastError why it could not tell when last asked, or {@code null} if it could
	 * @param addresses its last good answer
	 * @param refused how many addresses of that answer were too many and are not used
	 * @param counters what the strategy itself counts, by name
	 */
	public record TopologyDescriptor(String name, String strategy, long polls, long failures,
			@Nullable String lastSuccess, @Nullable String lastError, List<String> addresses, int refused,
			Map<String, Long> counters) {

		static TopologyDescriptor of(TopologyStatus status) {
			return new TopologyDescriptor(status.topology(), status.strategy(), status.polls(), status.failures(),
					(status.lastSuccess() != null) ? status.lastSuccess().toString() : null, status.lastError(),
					status.addresses().stream().map(Object::toString).sorted().toList(), status.refused(),
					new TreeMap<>(status.counters()));
		}

	}

	/**
	 * The bus.
	 *
	 * @param statistics its counters
	 * @param subscriptions how each subscription of this node fares
	 */
	public record PubSubDescriptor(PubSubStatistics statistics, List<SubscriptionStatus> subscriptions) {
	}

}
