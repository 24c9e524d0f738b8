package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Values by patterns with wildcards. To find those that match a topic takes time by its
 * segments, not by the patterns that there are. Separators are part of the segment that
 * follows, for they stand for themselves. Not safe for use by many threads.
 *
 * @param <V> the type of values
 */
final class PatternTrie<V> {

	private static final String TAIL = "**";

	private static final List<String> TAILS = List.of("." + TAIL, ":" + TAIL, "/" + TAIL);

	private final Node<V> root = new Node<>();

	/**
	 * Put a value in place of the one that the pattern has.
	 */
	void put(String pattern, V value) {
		Node<V> node = this.root;
		for (String part : parts(pattern)) {
			node = node.children().computeIfAbsent(part, (key) -> new Node<>());
		}
		node.value = value;
	}

	void remove(String pattern) {
		remove(this.root, parts(pattern), 0);
	}

	/** Return whether a node is of no use any more. */
	private static <V> boolean remove(Node<V> node, List<String> parts, int index) {
		if (index == parts.size()) {
			node.value = null;
		}
		else {
			Node<V> child = node.child(parts.get(index));
			if (child != null && remove(child, parts, index + 1)) {
				node.children().remove(parts.get(index));
			}
		}
		return node.value == null && node.isLeaf();
	}

	/**
	 * Give the values of all patterns that match.
	 */
	void forEachMatch(String topic, Consumer<V> action) {
		match(this.root, topic, 0, action);
	}

	private static <V> void match(Node<V> node, String topic, int position, Consumer<V> action) {
		if (node.isLeaf() && position < topic.length()) {
			return;
		}
		if (position == topic.length()) {
			node.accept(action);
			for (String tail : TAILS) { // they may be of no segments
				acceptTail(node, tail, action);
			}
			return;
		}
		int end = position + 1;
		while (end < topic.length() && !TopicSyntax.isSeparator(topic.charAt(end))) {
			end++;
		}
		String separator = (position > 0) ? topic.substring(position, position + 1) : "";
		acceptTail(node, separator + TAIL, action);
		descend(node, topic.substring(position, end), topic, end, action);
		descend(node, separator + "*", topic, end, action);
	}

	private static <V> void descend(Node<V> node, String part, String topic, int end, Consumer<V> action) {
		Node<V> child = node.child(part);
		if (child != null) {
			match(child, topic, end, action);
		}
	}

	private static <V> void acceptTail(Node<V> node, String part, Consumer<V> action) {
		Node<V> child = node.child(part);
		if (child != null) {
			child.accept(action);
		}
	}

	private static List<String> parts(String pattern) {
		List<String> parts = new ArrayList<>();
		int start = 0;
		for (int i = 1; i <= pattern.length(); i++) {
			if (i == pattern.length() || TopicSyntax.isSeparator(pattern.charAt(i))) {
				parts.add(pattern.substring(start, i));
				start = i;
			}
		}
		return parts;
	}

	private static final class Node<V> {

		private @Nullable Map<String, Node<V>> children;

		private @Nullable V value;

		boolean isLeaf() {
			return this.children == null || this.children.isEmpty();
		}

		Map<String, Node<V>> children() {
			Map<String, Node<V>> map = this.children;
			if (map == null) {
				map = new HashMap<>(4);
				this.children = map;
			}
			return map;
		}

		@Nullable Node<V> child(String part) {
			return (this.children != null) ? this.children.get(part) : null;
		}

		void accept(Consumer<V> action) {
			if (this.value != null) {
				action.accept(this.value);
			}
		}

	}

}
