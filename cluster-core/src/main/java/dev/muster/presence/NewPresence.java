package dev.muster.presence;

import java.util.Objects;

/**
 * An entry to be tracked.
 *
 * @param topic the topic
 * @param key who is present
 * @param meta what there is to know
 */
public record NewPresence(String topic, String key, Object meta) {

	public NewPresence {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(meta, "meta");
	}

}
