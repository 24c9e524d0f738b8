package dev.muster.discovery.dns;

/**
 * What came is no answer to the question.
 */
final class MalformedReplyException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int MAX_LENGTH = 200;

	MalformedReplyException(String message) {
		super(message);
	}

	MalformedReplyException(Exception cause) {
		super(printable(String.valueOf(cause.getMessage())), cause);
	}

	// Part of it may come from the network
	private static String printable(String text) {
		String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
		return (plain.length() > MAX_LENGTH) ? plain.substring(0, MAX_LENGTH) + "..." : plain;
	}

}
