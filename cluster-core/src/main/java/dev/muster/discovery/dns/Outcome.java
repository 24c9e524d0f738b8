package dev.muster.discovery.dns;

/**
 * What is known of a question when the servers have been asked.
 */
sealed interface Outcome {

	/**
	 * There are records.
	 *
	 * @param reply the reply that has them
	 */
	record Found(Reply reply) implements Outcome {
	}

	/** The name does not exist. */
	record NoSuchName() implements Outcome {
	}

	/** The name exists, and has no records of that type. */
	record NoData() implements Outcome {
	}

	/**
	 * No server could tell.
	 *
	 * @param why what each did instead
	 * @param silent whether they were silent, so that it would take as long to ask
	 * something else
	 */
	record Unknown(String why, boolean silent) implements Outcome {
	}

}
