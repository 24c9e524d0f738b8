package dev.muster.benchmarks.link;

/**
 * A replicated set of who is online, of which each of the three processes has all.
 */
public interface PresencePeer extends AutoCloseable {

	/**
	 * Join the others.
	 * @param joins is told of each entry once it can be read here, by one thread at a
	 * time; what this process tracks itself may be among it
	 * @throws Exception if that is impossible
	 */
	void start(Joins joins) throws Exception;

	/**
	 * Return whether this process knows that the two others are there.
	 * @return whether it does
	 */
	boolean isFormed();

	/**
	 * Make an entry. Does not wait for the others.
	 * @param topic the topic
	 * @param key who is there, once for each topic
	 * @param meta what else is known
	 * @throws Exception if that is impossible
	 */
	void track(String topic, String key, byte[] meta) throws Exception;

	/**
	 * Count the entries of a topic that can be read here.
	 * @param topic the topic
	 * @return how many
	 * @throws Exception if that is impossible
	 */
	int count(String topic) throws Exception;

	@Override
	void close();

	/**
	 * Is told of entries.
	 */
	@FunctionalInterface
	interface Joins {

		/**
		 * An entry has become visible.
		 * @param meta what was tracked with it
		 */
		void joined(byte[] meta);

	}

}
