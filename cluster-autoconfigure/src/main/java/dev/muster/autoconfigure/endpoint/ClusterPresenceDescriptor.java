package dev.muster.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.muster.presence.OriginStatus;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceStatistics;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Presence, as the endpoint tells of it.
 *
 * @param statistics figures
 * @param origins whose entries there are
 * @param topicCount how many topics have entries
 * @param topics the first topics by name, with their numbers of entries
 */
public record ClusterPresenceDescriptor(PresenceStatistics statistics, List<Origin> origins, int topicCount,
		Map<String, Integer> topics) implements OperationResponseBody {

	static ClusterPresenceDescriptor of(Presence presence, int limit) {
		Set<String> topics = presence.topics();
		Map<String, Integer> counts = new TreeMap<>();
		topics.stream().sorted().limit(limit).forEach((topic) -> counts.put(topic, presence.count(topic)));
		return new ClusterPresenceDescriptor(presence.statistics(),
				presence.origins().stream().map(Origin::of).toList(), topics.size(), counts);
	}

	/**
	 * Whose entries there are.
	 *
	 * @param member the member
	 * @param self whether it is this one
	 * @param visible whether its entries are shown: it is in the view
	 * @param entries how many it has here
	 * @param version how many of its changes are here
	 * @param lag how many more it told of
	 */
	public record Origin(String member, boolean self, boolean visible, int entries, long version, long lag) {

		static Origin of(OriginStatus status) {
			return new Origin(status.member().toString(), status.self(), status.visible(), status.entries(),
					status.version(), status.lag());
		}

	}

	/**
	 * A topic.
	 *
	 * @param topic its name
	 * @param count how many entries it has
	 * @param entries the first of them
	 */
	public record Topic(String topic, int count, List<Entry> entries) implements OperationResponseBody {
	}

	/**
	 * An entry.
	 *
	 * @param key who is present
	 * @param member the member that tracks it
	 * @param ref names the entry
	 * @param since since when
	 */
	public record Entry(String key, String member, String ref, Instant since) {

		static Entry of(PresenceEntry entry) {
			return new Entry(entry.key(), entry.member().toString(), entry.ref().toString(), entry.since());
		}

	}

}
