package dev.muster.benchmarks.throughput;

/**
 * A way for messages from this process to the other two.
 */
interface Link extends AutoCloseable {

	/**
	 * Join the others.
	 * @param sink is given what the others publish, by one thread at a time
	 */
	void start(Sink sink) throws Exception;

	/**
	 * Return whether this process and the two others are there and ready to receive.
	 */
	boolean isFormed();

	/**
	 * Return how many processes are there, this one included.
	 */
	default int members() {
		throw new UnsupportedOperationException("Only the bus is asked for it");
	}

	/**
	 * Get ready for messages, once all are there.
	 */
	default void prepare() throws Exception {
	}

	/**
	 * Publish to the others. Blocks as long as the system below makes it.
	 * @param payload the payload, which is not changed afterwards
	 */
	void publish(byte[] payload) throws Exception;

	@Override
	void close();

	/**
	 * Takes payloads.
	 */
	@FunctionalInterface
	interface Sink {

		/**
		 * Take a payload.
		 * @param array where it is, valid during the call
		 * @param offset where it begins
		 * @param length how long it is
		 */
		void accept(byte[] array, int offset, int length);

	}

}
