package dev.muster.presence;

import java.util.Map;
import java.util.Set;

/**
 * Looks up what listeners are to know of keys beyond what was tracked, such as users'
 * names from a database: once for each diff, for all its keys.
 */
@FunctionalInterface
public interface PresenceFetch {

	/**
	 * Look up keys.
	 * @param topic the topic
	 * @param keys all keys of one diff
	 * @return what takes the place of the metadata of entries of a key, by key; keys that
	 * it does not have keep theirs
	 * @throws Exception if it cannot be done: the diff is told without, and that is
	 * logged and counted
	 */
	Map<String, ?> fetch(String topic, Set<String> keys) throws Exception;

}
