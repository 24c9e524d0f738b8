package dev.muster.presence;

/**
 * Is told who comes and goes.
 *
 * @see Presence#subscribe(String, PresenceOptions, PresenceListener)
 */
@FunctionalInterface
public interface PresenceListener {

	/**
	 * Something changed under a topic.
	 * @param diff what changed
	 * @throws Exception if it cannot be handled: logged and counted, and the next diff
	 * follows
	 */
	void onDiff(PresenceDiff diff) throws Exception;

}
