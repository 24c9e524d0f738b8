package dev.muster.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.Cluster;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.SubscriptionStatus;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells about the bus as this node sees it: its subscriptions, who subscribes to a topic,
 * and what waits to be sent. Asks nobody, so it never blocks.
 */
@Endpoint(id = "clusterpubsub")
public class ClusterPubSubEndpoint {

	private static final int DEFAULT_LIMIT = 500;

	private final Cluster cluster;

	private final PubSub pubSub;

	/**
	 * Create an endpoint.
	 * @param cluster the cluster
	 * @param pubSub its bus
	 */
	public ClusterPubSubEndpoint(Cluster cluster, PubSub pubSub) {
		this.cluster = cluster;
		this.pubSub = pubSub;
	}

	/**
	 * Tell about the bus.
	 * @param topic a topic whose subscribers to tell, or {@code null}
	 * @param limit how many topics and subscriptions to tell about, or {@code null} for
	 * 500; the fullest queues come first
	 * @return the bus
	 */
	@ReadOperation
	public ClusterPubSubDescriptor bus(@Nullable String topic, @Nullable Integer limit) {
		int bound = (limit != null) ? limit : DEFAULT_LIMIT;
		if (bound < 0) {
			throw new InvalidEndpointRequestException("limit is negative: " + bound, "the limit is negative");
		}
		List<SubscriptionStatus> all = this.pubSub.subscriptions();
		List<Member> members = members();
		return new ClusterPubSubDescriptor(this.pubSub.statistics(), this.pubSub.requestStatistics(), all.size(),
				subscriptions(all, bound), topics(all, members, bound),
				this.pubSub.outbound().stream().map(ClusterPubSubDescriptor.Outbound::of).toList(),
				new ClusterPubSubDescriptor.Replay(this.pubSub.replayStatistics(), this.pubSub.replayRings()),
				(topic != null) ? subscribers(topic, members) : null);
	}

	private static List<SubscriptionStatus> subscriptions(List<SubscriptionStatus> all, int limit) {
		return all.stream()
			.sorted(Comparator.comparingInt(SubscriptionStatus::queued).reversed()) // stable
			.limit(limit)
			.toList();
	}

	private List<ClusterPubSubDescriptor.Topic> topics(List<SubscriptionStatus> all, List<Member> members, int limit) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		for (SubscriptionStatus status : all) {
			if (counts.size() < limit || counts.containsKey(status.pattern())) {
				counts.merge(status.pattern(), 1, Integer::sum);
			}
		}
		List<ClusterPubSubDescriptor.Topic> topics = new ArrayList<>();
		counts.forEach((pattern,
				count) -> topics.add(new ClusterPubSubDescriptor.Topic(pattern, count,
						TopicSyntax.hasWildcard(pattern) ? null : names(this.pubSub.subscribers(pattern), members),
						TopicSyntax.hasWildcard(pattern) ? null : names(this.pubSub.responders(pattern), members))));
		return topics;
	}

	private ClusterPubSubDescriptor.Subscribers subscribers(String topic, List<Member> members) {
		String problem = TopicSyntax.problem(topic, false);
		if (problem != null) {
			String text = "'" + TopicSyntax.printable(topic) + "' is no topic: " + problem;
			throw new InvalidEndpointRequestException(text, text);
		}
		return new ClusterPubSubDescriptor.Subscribers(topic, names(this.pubSub.subscribers(topic), members),
				names(this.pubSub.responders(topic), members));
	}

	private static List<String> names(Set<MemberId> ids, List<Member> members) {
		return members.stream().filter((member) -> ids.contains(member.id())).map(Member::name).toList();
	}

	private List<Member> members() {
		try {
			return this.cluster.view().members();
		}
		catch (NotRunningException ex) {
			return List.of();
		}
	}

}
