package dev.muster.presence;

import java.util.List;

/**
 * What changed under one topic. No ref is in it twice.
 *
 * @param topic the topic
 * @param joins entries that are new
 * @param updates entries that were replaced
 * @param leaves entries that are gone
 * @param cause why
 */
public record PresenceDiff(String topic, List<PresenceEntry> joins, List<PresenceUpdate> updates,
		List<PresenceEntry> leaves, Cause cause) {

	public PresenceDiff {
		joins = List.copyOf(joins);
		updates = List.copyOf(updates);
		leaves = List.copyOf(leaves);
	}

}
