package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.codec.PayloadCodecs;

/**
 * Several topics as they were at one moment. Immutable, and cheap: it shares memory with
 * the state until that changes.
 */
public final class PresenceSnapshot {

	private final Map<String, Members> members;

	private final Hidden hidden;

	private final PayloadCodecs codecs;

	PresenceSnapshot(Map<String, Members> members, Hidden hidden, PayloadCodecs codecs) {
		this.members = members;
		this.hidden = hidden;
		this.codecs = codecs;
	}

	/**
	 * Return the topics.
	 * @return all that were asked for
	 */
	public Set<String> topics() {
		return Set.copyOf(this.members.keySet());
	}

	/**
	 * Return who was present under a topic.
	 * @param topic one of the topics
	 * @return the entries; none if the topic was not asked for
	 */
	public List<PresenceEntry> list(String topic) {
		return EntryList.of(members(topic), this.hidden, this.codecs);
	}

	/**
	 * Return the entries of one key under a topic.
	 * @param topic one of the topics
	 * @param key the key
	 * @return one entry for each device
	 */
	public List<PresenceEntry> get(String topic, String key) {
		List<Tracked> found = new ArrayList<>(2);
		members(topic).find(key.getBytes(StandardCharsets.UTF_8), (entry) -> {
			if (!this.hidden.has(entry)) {
				found.add(entry);
			}
		});
		return EntryList.of(found, this.codecs);
	}

	/**
	 * Return how many entries there were under a topic.
	 * @param topic one of the topics
	 * @return the number of entries
	 */
	public int count(String topic) {
		return members(topic).count(this.hidden);
	}

	private Members members(String topic) {
		return this.members.getOrDefault(topic, Members.EMPTY);
	}

}
