package dev.muster.pubsub;

import java.nio.charset.StandardCharsets;

import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is to be served. Immutable: each method returns another object.
 */
public final class SubscriptionOptions {

	/**
	 * How long the name of a group may be, in bytes of UTF-8.
	 */
	public static final int MAX_GROUP_BYTES = 100;

	/**
	 * How many messages a subscription may handle at the same time.
	 */
	public static final int MAX_CONCURRENCY = 1000;

	private static final SubscriptionOptions DEFAULTS = new SubscriptionOptions(null, 0, null, From.ALL, null, 1);

	private final @Nullable String id;

	private final int queueCapacity;

	private final @Nullable Overflow overflow;

	private final From from;

	private final @Nullable String group;

	private final int concurrency;

	private SubscriptionOptions(@Nullable String id, int queueCapacity, @Nullable Overflow overflow, From from,
			@Nullable String group, int concurrency) {
		this.id = id;
		this.queueCapacity = queueCapacity;
		this.overflow = overflow;
		this.from = from;
		this.group = group;
		this.concurrency = concurrency;
	}

	/**
	 * Return options that leave all to the bus's settings.
	 * @return the options
	 */
	public static SubscriptionOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Name it, for logs and status.
	 * @param id the name
	 * @return the options
	 */
	public SubscriptionOptions id(String id) {
		return new SubscriptionOptions(id, this.queueCapacity, this.overflow, this.from, this.group, this.concurrency);
	}

	/**
	 * Bound its queue. Whatever the number, no more than 64 MiB of messages wait.
	 * @param queueCapacity how many messages may wait, at least one
	 * @return the options
	 */
	public SubscriptionOptions queueCapacity(int queueCapacity) {
		if (queueCapacity < 1) {
			throw new IllegalArgumentException("A queue capacity of " + queueCapacity + " is below 1");
		}
		return new SubscriptionOptions(this.id, queueCapacity, this.overflow, this.from, this.group, this.concurrency);
	}

	/**
	 * Say what happens when its queue is full.
	 * @param overflow the policy
	 * @return the options
	 */
	public SubscriptionOptions overflow(Overflow overflow) {
		return new SubscriptionOptions(this.id, this.queueCapacity, overflow, this.from, this.group, this.concurrency);
	}

	/**
	 * Say whose messages it wants.
	 * @param from whose
	 * @return the options
	 */
	public SubscriptionOptions from(From from) {
		return new SubscriptionOptions(this.id, this.queueCapacity, this.overflow, from, this.group, this.concurrency);
	}

	/**
	 * Make it a member of a group: of all subscriptions of one group, on all members,
	 * that match a topic, one gets each message. Others than groups are not affected. Who
	 * publishes chooses among the members that it knows, by rotation, and prefers those
	 * that nothing waits for; by the key alone if the message has one
	 * ({@link PublishOptions#key}).
	 * @param group the group's name: 1 to {@value #MAX_GROUP_BYTES} bytes in UTF-8,
	 * without control characters
	 * @return the options
	 */
	public SubscriptionOptions group(String group) {
		int length = group.getBytes(StandardCharsets.UTF_8).length;
		if (length == 0 || length > MAX_GROUP_BYTES || group.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("'" + TopicSyntax.printable(group) + "' is no name of a group: it needs"
					+ " 1 to " + MAX_GROUP_BYTES + " bytes and no control characters");
		}
		return new SubscriptionOptions(this.id, this.queueCapacity, this.overflow, this.from, group, this.concurrency);
	}

	/**
	 * Say how many messages may be handled at the same time. If that is more than one,
	 * messages with a {@link PublishOptions#key key} are handled one by one for each key,
	 * in their order; those without a key keep no order.
	 * @param concurrency how many, 1 to {@value #MAX_CONCURRENCY}; 1 by default
	 * @return the options
	 */
	public SubscriptionOptions concurrency(int concurrency) {
		if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
			throw new IllegalArgumentException(
					"A concurrency of " + concurrency + " is not between 1 and " + MAX_CONCURRENCY);
		}
		return new SubscriptionOptions(this.id, this.queueCapacity, this.overflow, this.from, this.group, concurrency);
	}

	/**
	 * Return its name.
	 * @return the name, or {@code null} for one that the bus makes
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * Return the bound of its queue.
	 * @return how many messages may wait, or 0 for the bus's setting
	 */
	public int queueCapacity() {
		return this.queueCapacity;
	}

	/**
	 * Return what happens when its queue is full.
	 * @return the policy, or {@code null} for the bus's setting
	 */
	public @Nullable Overflow overflow() {
		return this.overflow;
	}

	/**
	 * Return whose messages it wants.
	 * @return whose
	 */
	public From from() {
		return this.from;
	}

	/**
	 * Return the group that it is a member of.
	 * @return the group's name, or {@code null} for none
	 */
	public @Nullable String group() {
		return this.group;
	}

	/**
	 * Return how many messages may be handled at the same time.
	 * @return how many
	 */
	public int concurrency() {
		return this.concurrency;
	}

	/**
	 * Whose messages a subscription wants.
	 */
	public enum From {

		/** Those of all members. */
		ALL,

		/** Those of all members but its own. */
		OTHERS,

		/** Those of its own member. */
		SELF

	}

}
