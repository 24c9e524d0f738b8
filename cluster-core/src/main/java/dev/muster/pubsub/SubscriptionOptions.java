package dev.muster.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * How a subscription is to be served. Immutable: each method returns another object.
 */
public final class SubscriptionOptions {

	private static final SubscriptionOptions DEFAULTS = new SubscriptionOptions(null, 0, null, From.ALL);

	private final @Nullable String id;

	private final int queueCapacity;

	private final @Nullable Overflow overflow;

	private final From from;

	private SubscriptionOptions(@Nullable String id, int queueCapacity, @Nullable Overflow overflow, From from) {
		this.id = id;
		this.queueCapacity = queueCapacity;
		this.overflow = overflow;
		this.from = from;
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
		return new SubscriptionOptions(id, this.queueCapacity, this.overflow, this.from);
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
		return new SubscriptionOptions(this.id, queueCapacity, this.overflow, this.from);
	}

	/**
	 * Say what happens when its queue is full.
	 * @param overflow the policy
	 * @return the options
	 */
	public SubscriptionOptions overflow(Overflow overflow) {
		return new SubscriptionOptions(this.id, this.queueCapacity, overflow, this.from);
	}

	/**
	 * Say whose messages it wants.
	 * @param from whose
	 * @return the options
	 */
	public SubscriptionOptions from(From from) {
		return new SubscriptionOptions(this.id, this.queueCapacity, this.overflow, from);
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
