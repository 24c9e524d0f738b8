package dev.muster.pubsub;

/**
 * What a member says to a request, or to a message to be confirmed.
 */
sealed interface Answer {

	/**
	 * Answers that are no more than that.
	 */
	enum Signal implements Answer {

		/** The handler returned {@code null}. */
		NULL,

		/** There was no room: the handler has surely not begun. */
		REFUSED,

		/** There is nobody for the topic. */
		NOBODY,

		/** All handlers have returned. */
		DELIVERED,

		/** At least one handler failed, or one subscription had no room. */
		FAILED

	}

	/**
	 * A reply. Its bytes are not to be changed.
	 */
	record Value(int codec, byte[] bytes) implements Answer {
	}

	/**
	 * There is no reply, and why.
	 */
	record Failure(Reason reason, String type, String message) implements Answer {

		private static final int MAX_TYPE = 200;

		private static final int MAX_MESSAGE = 1000;

		public Failure {
			type = cut(type, MAX_TYPE);
			message = cut(message, MAX_MESSAGE);
		}

		static Failure of(Reason reason, Throwable error) {
			String message = error.getMessage();
			return new Failure(reason, error.getClass().getName(), (message != null) ? message : "");
		}

		private static String cut(String text, int length) {
			return (text.length() <= length) ? text : text.substring(0, length);
		}

	}

	/**
	 * The reply was above the limit.
	 */
	record TooLarge(long size, long limit) implements Answer {
	}

	/**
	 * Why there is no reply.
	 */
	enum Reason {

		/** The handler failed. */
		HANDLER,

		/** The request cannot become what the responder wants. */
		UNDECODABLE,

		/** The reply cannot be encoded. */
		UNENCODABLE

	}

}
