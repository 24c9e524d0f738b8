package dev.muster.pubsub;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic or pattern. A plain topic costs one look-up, however many there are;
 * patterns with wildcards are found by the topic's segments, however many there are, too.
 * Not safe for use by many threads.
 *
 * @param <V> the type of values
 */
final class PatternMap<V> {

	private final Map<String, V> topics = new HashMap<>();

	private final Map<String, V> wildcards = new HashMap<>();

	/** The values of the patterns with wildcards, for matching. */
	private final PatternTrie<V> trie = new PatternTrie<>();

	@Nullable V get(String pattern) {
		return (TopicSyntax.hasWildcard(pattern) ? this.wildcards : this.topics).get(pattern);
	}

	void put(String pattern, V value) {
		if (TopicSyntax.hasWildcard(pattern)) {
			this.wildcards.put(pattern, value);
			this.trie.put(pattern, value);
		}
		else {
			this.topics.put(pattern, value);
		}
	}

	void remove(String pattern) {
		this.topics.remove(pattern);
		if (this.wildcards.remove(pattern) != null) {
			this.trie.remove(pattern);
		}
	}

	void forEach(Consumer<V> action) {
		this.topics.values().forEach(action);
		this.wildcards.values().forEach(action);
	}

	int size() {
		return this.topics.size() + this.wildcards.size();
	}

	Set<String> patterns() {
		Set<String> patterns = new TreeSet<>(this.topics.keySet());
		patterns.addAll(this.wildcards.keySet());
		return patterns;
	}

	boolean matches(String topic) {
		boolean[] found = new boolean[1];
		forEachMatch(topic, (value) -> found[0] = true);
		return found[0];
	}

	void forEachMatch(String topic, Consumer<V> action) {
		V exact = this.topics.get(topic);
		if (exact != null) {
			action.accept(exact);
		}
		this.trie.forEachMatch(topic, action);
	}

}
