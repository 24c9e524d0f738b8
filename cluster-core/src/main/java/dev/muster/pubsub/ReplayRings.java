package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.pubsub.replay.ReplayRing;
import dev.muster.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * What this member keeps of what it publishes.
 */
final class ReplayRings {

	private final List<ReplayRing<OutboundFrame>> rings = new ArrayList<>();

	private final List<TopicPattern> patterns = new ArrayList<>();

	ReplayRings(Map<String, TopicSettings> topics) {
		topics.forEach((pattern, settings) -> {
			if (settings.replay() > 0) {
				this.rings
					.add(new ReplayRing<>(this.rings.size(), pattern, settings.replay(), settings.replayMaxBytes()));
				this.patterns.add(new TopicPattern(pattern));
			}
		});
	}

	/**
	 * Find the ring for a topic: the first one that matches.
	 * @return the ring, or {@code null} if its messages are not kept
	 */
	@Nullable ReplayRing<OutboundFrame> find(String topic) {
		for (int i = 0; i < this.rings.size(); i++) {
			if (this.patterns.get(i).matches(topic)) {
				return this.rings.get(i);
			}
		}
		return null;
	}

	List<ReplayRing<OutboundFrame>> all() {
		return this.rings;
	}

	/**
	 * Keep a message, if there is a ring for it.
	 * @param ring the ring of its topic
	 * @return what is to be sent in its place
	 */
	static OutboundFrame keep(@Nullable ReplayRing<OutboundFrame> ring, OutboundFrame frame) {
		return (ring != null) ? new KeptFrame(frame, ring, ring.keep(frame, frame.size())) : frame;
	}

}
