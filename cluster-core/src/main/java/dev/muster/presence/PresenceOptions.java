package dev.muster.presence;

import org.jspecify.annotations.Nullable;

/**
 * How a listener is served. Immutable.
 */
public final class PresenceOptions {

	private static final PresenceOptions DEFAULTS = new PresenceOptions(null, 0, null);

	private final @Nullable String id;

	private final int queueCapacity;

	private final @Nullable PresenceFetch fetch;

	private PresenceOptions(@Nullable String id, int queueCapacity, @Nullable PresenceFetch fetch) {
		this.id = id;
		this.queueCapacity = queueCapacity;
		this.fetch = fetch;
	}

	/**
	 * Return the defaults: the capacity of the node's settings, no enrichment.
	 * @return the defaults
	 */
	public static PresenceOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Name the subscription, for logs.
	 * @param id the name
	 * @return new options
	 */
	public PresenceOptions id(String id) {
		return new PresenceOptions(id, this.queueCapacity, this.fetch);
	}

	/**
	 * Say how many diffs may wait before they are told as one net change for each topic.
	 * @param queueCapacity number of diffs, at least 1
	 * @return new options
	 */
	public PresenceOptions queueCapacity(int queueCapacity) {
		if (queueCapacity < 1) {
			throw new IllegalArgumentException("A listener's queueCapacity is at least 1, not " + queueCapacity);
		}
		return new PresenceOptions(this.id, queueCapacity, this.fetch);
	}

	/**
	 * Enrich what is told.
	 * @param fetch looks up keys
	 * @return new options
	 */
	public PresenceOptions fetch(PresenceFetch fetch) {
		return new PresenceOptions(this.id, this.queueCapacity, fetch);
	}

	@Nullable String id() {
		return this.id;
	}

	int queueCapacity(PresenceSettings settings) {
		return (this.queueCapacity > 0) ? this.queueCapacity : settings.queueCapacity();
	}

	@Nullable PresenceFetch fetch() {
		return this.fetch;
	}

}
