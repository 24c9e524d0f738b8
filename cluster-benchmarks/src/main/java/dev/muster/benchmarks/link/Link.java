package dev.muster.benchmarks.link;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A way for messages from this process to the other two, over any number of topics.
 */
public interface Link extends AutoCloseable {

	/** What a sink is given by a peer without topics: the payload tells which it is. */
	int ANY_TOPIC = -1;

	/**
	 * Join the others and subscribe to {@link Setup#subscribed()}.
	 * @param sink is given what is published, for each topic by one thread at a time;
	 * what this process publishes itself may be among it
	 * @throws Exception if that is impossible
	 */
	void start(Sink sink) throws Exception;

	/**
	 * Return whether this process knows that the two others are there, and what they
	 * subscribed to if it can know that. The harness tries out each topic besides.
	 * @return whether it knows
	 */
	boolean isFormed();

	/**
	 * Return how many processes are there.
	 * @return how many, this one included
	 */
	default int members() {
		throw new UnsupportedOperationException("Only the bus is asked for it");
	}

	/**
	 * Get ready for messages, once all are there.
	 * @throws Exception if that is impossible
	 */
	default void prepare() throws Exception {
	}

	/**
	 * Publish to the others. Blocks as long as the system below makes it. Used by one
	 * thread at a time for each topic.
	 * @param topic the topic's number
	 * @param payload the payload, which is not changed afterwards
	 * @throws Exception if that is impossible
	 */
	void publish(int topic, byte[] payload) throws Exception;

	/**
	 * Return how many messages this process has put on the wire, a message to two
	 * receivers being two.
	 * @return how many, or -1 if that is not known
	 */
	default long wireMessages() {
		return -1;
	}

	/**
	 * Get ready for requests, to make them and, in {@link Setup#RESPONDER}, to answer
	 * them. Once all are there.
	 * @param responder makes a reply of a request; for any thread
	 * @throws Exception if that is impossible
	 */
	default void respond(UnaryOperator<byte[]> responder) throws Exception {
		throw new UnsupportedOperationException("No requests");
	}

	/**
	 * Send a request to the process that answers.
	 * @param payload the request
	 * @return the reply to come
	 * @throws Exception if that is impossible
	 */
	default CompletableFuture<byte[]> request(byte[] payload) throws Exception {
		throw new UnsupportedOperationException("No requests");
	}

	@Override
	void close();

	/**
	 * Takes payloads.
	 */
	@FunctionalInterface
	interface Sink {

		/**
		 * Take a payload.
		 * @param topic the number of the topic under which it came, or
		 * {@link Link#ANY_TOPIC}
		 * @param array where it is, valid during the call
		 * @param offset where it begins
		 * @param length how long it is
		 */
		void accept(int topic, byte[] array, int offset, int length);

	}

}
