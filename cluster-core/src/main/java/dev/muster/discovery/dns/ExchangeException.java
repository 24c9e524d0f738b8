package dev.muster.discovery.dns;

import org.jspecify.annotations.Nullable;

/**
 * A server has not answered a question. The message says what it did instead.
 */
final class ExchangeException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean silent;

	private ExchangeException(boolean silent, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.silent = silent;
	}

	/** Nothing came: it may be worth another try. */
	static ExchangeException silent(String message) {
		return new ExchangeException(true, message, null);
	}

	static ExchangeException broken(String message, @Nullable Throwable cause) {
		return new ExchangeException(false, message, cause);
	}

	boolean isSilent() {
		return this.silent;
	}

}
