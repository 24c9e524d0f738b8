package dev.muster.presence;

import org.jspecify.annotations.Nullable;

/**
 * Names a topic for the entries of one owner: these tell it by the number of this item.
 */
final class TopicDefinition extends Item {

	private @Nullable TopicState topic;

	private @Nullable Owner owner;

	TopicDefinition(long dot, byte[] body) {
		super(dot, body);
	}

	/** Called by the writer, once, before any entry refers to it. */
	void bind(TopicState boundTopic, Owner boundOwner) {
		this.topic = boundTopic;
		this.owner = boundOwner;
	}

	boolean isBound() {
		return this.topic != null;
	}

	TopicState topic() {
		TopicState bound = this.topic;
		if (bound == null) {
			throw new IllegalStateException("The definition " + dot() + " has no topic yet");
		}
		return bound;
	}

	Owner owner() {
		Owner bound = this.owner;
		if (bound == null) {
			throw new IllegalStateException("The definition " + dot() + " has no owner yet");
		}
		return bound;
	}

}
