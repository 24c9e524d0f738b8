package dev.muster.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;

import dev.muster.Member;
import dev.muster.pubsub.OutboundStatus;
import dev.muster.pubsub.PubSubStatistics;
import dev.muster.pubsub.ReplayRingStatus;
import dev.muster.pubsub.ReplayStatistics;
import dev.muster.pubsub.RequestStatistics;
import dev.muster.pubsub.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The bus, as the endpoint tells of it.
 *
 * @param statistics counters of this node
 * @param requests counters of its requests and confirmed messages
 * @param subscriptionCount how many subscriptions this node has
 * @param subscriptions how they fare, those with the fullest queues first
 * @param topics topics and patterns that this node subscribes to
 * @param outbound what waits to be sent to the other members
 * @param replay what is kept for members that miss some messages
 * @param subscribers who subscribes to the topic that was asked for, or {@code null}
 */
public record ClusterPubSubDescriptor(PubSubStatistics statistics, RequestStatistics requests, int subscriptionCount,
		List<SubscriptionStatus> subscriptions, List<Topic> topics, List<Outbound> outbound, Replay replay,
		@Nullable Subscribers subscribers) implements OperationResponseBody {

	/**
	 * Messages that are kept for members that miss some.
	 *
	 * @param statistics counters of this node
	 * @param rings what this node keeps, by pattern
	 */
	public record Replay(ReplayStatistics statistics, List<ReplayRingStatus> rings) {
	}

	/**
	 * A topic or pattern that this node subscribes to.
	 *
	 * @param topic the topic or pattern
	 * @param subscriptions how many subscriptions and responders this node has
	 * @param members names of all members that subscribe to it, this one included;
	 * {@code null} for a pattern
	 * @param responders names of all members that answer requests to it, this one
	 * included; {@code null} for a pattern
	 */
	public record Topic(String topic, int subscriptions, @Nullable List<String> members,
			@Nullable List<String> responders) {
	}

	/**
	 * Who subscribes to a topic, and who answers requests to it, as far as this node
	 * knows.
	 *
	 * @param topic the topic
	 * @param members names of the members that subscribe
	 * @param responders names of the members that answer
	 */
	public record Subscribers(String topic, List<String> members, List<String> responders) {
	}

	/**
	 * How the way to another member fares.
	 *
	 * @param member name of the member, or {@code null} if one queue is for all others
	 * @param queued how many messages wait
	 * @param queueCapacity how many may
	 * @param sent how many were handed to the transport
	 * @param dropped how many were dropped for want of room
	 * @param undeliverable how many there were for it when it was gone
	 * @param blockedFor for how long the transport has not taken what is just being sent
	 */
	public record Outbound(@Nullable String member, int queued, int queueCapacity, long sent, long dropped,
			long undeliverable, Duration blockedFor) {

		static Outbound of(OutboundStatus status) {
			Member member = status.member();
			return new Outbound((member != null) ? member.name() : null, status.queued(), status.queueCapacity(),
					status.sent(), status.dropped(), status.undeliverable(), status.blockedFor());
		}

	}

}
