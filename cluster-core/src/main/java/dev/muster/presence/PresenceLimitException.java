package dev.muster.presence;

import dev.muster.MusterException;

/**
 * Thrown to who tracks or updates when a limit is reached. Nothing was changed.
 */
public class PresenceLimitException extends MusterException {

	private final String property;

	private final long limit;

	PresenceLimitException(String what, String property, long limit) {
		super(what + ": the limit is " + limit + " (muster.presence." + property + ")");
		this.property = property;
		this.limit = limit;
	}

	/**
	 * Return the limit's name.
	 * @return the property below {@code muster.presence}
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return the limit.
	 * @return the limit, in bytes or entries
	 */
	public long limit() {
		return this.limit;
	}

}
