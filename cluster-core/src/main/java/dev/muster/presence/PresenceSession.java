package dev.muster.presence;

import java.util.Collection;
import java.util.List;

/**
 * Owns entries: they are there until they are untracked or this is closed, such as when a
 * connection ends. Safe for use by many threads.
 */
public interface PresenceSession extends AutoCloseable {

	/**
	 * Track an entry.
	 * @param topic the topic
	 * @param key who is present
	 * @param meta what there is to know
	 * @return names the entry
	 * @throws IllegalStateException if this session is closed
	 * @see Presence#track
	 */
	PresenceRef track(String topic, String key, Object meta);

	/**
	 * Track several entries at once, all or none: they become visible together here, and
	 * travel together.
	 * @param entries the entries
	 * @return names the entries, in the same order
	 * @throws IllegalStateException if this session is closed
	 * @see Presence#track
	 */
	List<PresenceRef> trackAll(Collection<NewPresence> entries);

	/**
	 * Replace the metadata of an entry of this session.
	 * @param ref names the entry
	 * @param meta the new metadata
	 * @throws IllegalArgumentException if this session has no such entry (any more)
	 * @see Presence#update
	 */
	void update(PresenceRef ref, Object meta);

	/**
	 * Remove an entry of this session. Does nothing if it is gone.
	 * @param ref names the entry
	 */
	void untrack(PresenceRef ref);

	/**
	 * Return whether it is open.
	 * @return {@code false} once it is closed
	 */
	boolean isOpen();

	/**
	 * Remove all entries of this session, at once. Closing twice does nothing. May be
	 * called by a listener.
	 */
	@Override
	void close();

}
