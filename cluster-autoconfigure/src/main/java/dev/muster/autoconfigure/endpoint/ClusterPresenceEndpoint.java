package dev.muster.autoconfigure.endpoint;

import dev.muster.presence.Presence;
import dev.muster.presence.PresenceCursor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells who is present, as this node knows. Metadata is not told, for it may be private.
 */
@Endpoint(id = "clusterpresence")
public class ClusterPresenceEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 10_000;

	private final Presence presence;

	/**
	 * Create an endpoint.
	 * @param presence who is present
	 */
	public ClusterPresenceEndpoint(Presence presence) {
		this.presence = presence;
	}

	/**
	 * Tell about presence in all, or about one topic.
	 * @param topic the topic, or {@code null} for all
	 * @param limit how many topics or entries to tell of at the most; 100 if {@code null}
	 * @return a {@link ClusterPresenceDescriptor}, or a
	 * {@link ClusterPresenceDescriptor.Topic}
	 */
	@ReadOperation
	public Object presence(@Nullable String topic, @Nullable Integer limit) {
		int most = Math.max(1, Math.min((limit != null) ? limit : DEFAULT_LIMIT, MAX_LIMIT));
		if (topic == null) {
			return ClusterPresenceDescriptor.of(this.presence, most);
		}
		PresenceCursor cursor = this.presence.cursor(topic);
		return new ClusterPresenceDescriptor.Topic(topic, cursor.total(),
				cursor.next(most).stream().map(ClusterPresenceDescriptor.Entry::of).toList());
	}

}
