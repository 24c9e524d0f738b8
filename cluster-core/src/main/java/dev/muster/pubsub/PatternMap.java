package dev.muster.pubsub;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.muster.topic.TopicPattern;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic or pattern. A plain topic costs one look-up, however many there are;
 * patterns with wildcards are tried one by one, which the routes cached above make rare.
 * Not safe for use by many threads.
 *
 * @param <V> the type of values
 */
final class PatternMap<V> {

	private final Map<String, V> topics = new HashMap<>();

	private final Map<String, Wildcard<V>> wildcards = new HashMap<>();

	@Nullable V get(String pattern) {
		if (TopicSyntax.hasWildcard(pattern)) {
			Wildcard<V> wildcard = this.wildcards.get(pattern);
			return (wildcard != null) ? wildcard.value() : null;
		}
		return this.topics.get(pattern);
	}

	void put(String pattern, V value) {
		if (TopicSyntax.hasWildcard(pattern)) {
			this.wildcards.put(pattern, new Wildcard<>(new TopicPattern(pattern), value));
		}
		else {
			this.topics.put(pattern, value);
		}
	}

	void remove(String pattern) {
		this.topics.remove(pattern);
		this.wildcards.remove(pattern);
	}

	void forEach(Consumer<V> action) {
		this.topics.values().forEach(action);
		this.wildcards.values().forEach((wildcard) -> action.accept(wildcard.value()));
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
		if (this.topics.containsKey(topic)) {
			return true;
		}
		for (Wildcard<V> wildcard : this.wildcards.values()) {
			if (wildcard.pattern().matches(topic)) {
				return true;
			}
		}
		return false;
	}

	void forEachMatch(String topic, Consumer<V> action) {
		V exact = this.topics.get(topic);
		if (exact != null) {
			action.accept(exact);
		}
		for (Wildcard<V> wildcard : this.wildcards.values()) {
			if (wildcard.pattern().matches(topic)) {
				action.accept(wildcard.value());
			}
		}
	}

	private record Wildcard<V>(TopicPattern pattern, V value) {
	}

}
