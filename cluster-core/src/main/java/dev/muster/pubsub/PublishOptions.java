package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a message, and its headers. Immutable: each method returns another object.
 */
public final class PublishOptions {

	private static final PublishOptions DEFAULTS = new PublishOptions(Scope.ALL, null, Map.of());

	private final Scope scope;

	private final @Nullable MemberId member;

	private final Map<String, String> headers;

	private PublishOptions(Scope scope, @Nullable MemberId member, Map<String, String> headers) {
		this.scope = scope;
		this.member = member;
		this.headers = headers;
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
		return new PublishOptions(Scope.MEMBER, member, this.headers);
	}

	/**
	 * Deliver to subscribers on all members but this one.
	 * @return the options
	 */
	public PublishOptions toOthers() {
		return new PublishOptions(Scope.OTHERS, null, this.headers);
	}

	/**
	 * Deliver to subscribers on this member only.
	 * @return the options
	 */
	public PublishOptions localOnly() {
		return new PublishOptions(Scope.LOCAL, null, this.headers);
	}

	/**
	 * Add a header.
	 * @param name its name
	 * @param value its value
	 * @return the options
	 */
	public PublishOptions header(String name, String value) {
		Map<String, String> copy = new LinkedHashMap<>(this.headers);
		copy.put(name, value);
		return new PublishOptions(this.scope, this.member, Map.copyOf(copy));
	}

	/**
	 * Replace the headers.
	 */
	PublishOptions withHeaders(Map<String, String> headers) {
		return new PublishOptions(this.scope, this.member, Map.copyOf(headers));
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
