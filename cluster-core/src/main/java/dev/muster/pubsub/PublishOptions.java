package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a message, and its headers. Immutable: each method returns another object.
 */
public final class PublishOptions {

	/** As what the key travels among the headers, none of which has this name. */
	static final String KEY = "";

	private static final PublishOptions DEFAULTS = new PublishOptions(Scope.ALL, null, Map.of(), null);

	private final Scope scope;

	private final @Nullable MemberId member;

	private final Map<String, String> headers;

	private final @Nullable String key;

	private PublishOptions(Scope scope, @Nullable MemberId member, Map<String, String> headers, @Nullable String key) {
		this.scope = scope;
		this.member = member;
		this.headers = headers;
		this.key = key;
	}

	/**
	 * Return options for all subscribers, without headers.
	 * @return the options
	 */
	public static PublishOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Deliver to subscribers on one member only.
	 * @param member the member's id
	 * @return the options
	 */
	public PublishOptions to(MemberId member) {
		return new PublishOptions(Scope.MEMBER, member, this.headers, this.key);
	}

	/**
	 * Deliver to subscribers on all members but this one.
	 * @return the options
	 */
	public PublishOptions toOthers() {
		return new PublishOptions(Scope.OTHERS, null, this.headers, this.key);
	}

	/**
	 * Deliver to subscribers on this member only.
	 * @return the options
	 */
	public PublishOptions localOnly() {
		return new PublishOptions(Scope.LOCAL, null, this.headers, this.key);
	}

	/**
	 * Add a header.
	 * @param name its name, not empty
	 * @param value its value
	 * @return the options
	 */
	public PublishOptions header(String name, String value) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("A header needs a name");
		}
		Map<String, String> copy = new LinkedHashMap<>(this.headers);
		copy.put(name, value);
		return new PublishOptions(this.scope, this.member, Map.copyOf(copy), this.key);
	}

	/**
	 * Give the message a key. Of the members of a group, and of responders, those of one
	 * key go to the same one as long as the members are the same. Where a subscription
	 * handles several messages at a time, those of one key are handled one by one, and
	 * those of one publisher and key in the order in which they were published.
	 * @param key the key
	 * @return the options
	 */
	public PublishOptions key(String key) {
		return new PublishOptions(this.scope, this.member, this.headers, Objects.requireNonNull(key, "key"));
	}

	/**
	 * Replace the headers.
	 */
	PublishOptions withHeaders(Map<String, String> headers) {
		return new PublishOptions(this.scope, this.member, Map.copyOf(headers), this.key);
	}

	/**
	 * Return who gets the message.
	 * @return the scope
	 */
	public Scope scope() {
		return this.scope;
	}

	/**
	 * Return the one member that gets it.
	 * @return the member's id, or {@code null} unless the scope is {@code MEMBER}
	 */
	public @Nullable MemberId member() {
		return this.member;
	}

	/**
	 * Return the headers.
	 * @return the headers, unmodifiable
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Return what travels in the place of headers.
	 */
	Map<String, String> wireHeaders() {
		if (this.key == null) {
			return this.headers;
		}
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.put(KEY, this.key);
		return all;
	}

	/**
	 * Return the key.
	 * @return the key, or {@code null} if there is none
	 */
	public @Nullable String key() {
		return this.key;
	}

	/**
	 * Who gets a message.
	 */
	public enum Scope {

		/** Subscribers on all members. */
		ALL,

		/** Subscribers on all members but the publisher's. */
		OTHERS,

		/** Subscribers on the publisher's member. */
		LOCAL,

		/** Subscribers on one given member. */
		MEMBER

	}

}
