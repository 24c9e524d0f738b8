package dev.muster.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.muster.pubsub.Subscription;

/**
 * Who is present, under which topic, on all members. Safe for use by many threads.
 *
 * <p>
 * An <b>entry</b> says that a key (such as a user) is present under a topic (such as a
 * room), with some metadata. It has one owner, the member whose session tracked it. A key
 * may have several entries, one for each device, on one member or on many. Topics are
 * those of {@link dev.muster.pubsub.PubSub}; keys are any text that is not empty.
 *
 * <p>
 * <b>Guarantees.</b> What this member tracks is seen by its own reads at once, and by the
 * other members soon: each sees the changes of one member in the order in which they were
 * made, over all topics. There is no order between members. Entries of a member that left
 * the view are gone from reads at once. While the cluster is split, each side sees its
 * own entries only. What is tracked while the node does not run is told once it does.
 */
public interface Presence {

	/**
	 * Open a session: it owns what is tracked with it.
	 * @return the session, to be closed
	 */
	PresenceSession open();

	/**
	 * Track an entry in the node's own session, which lasts as long as the node does. It
	 * may have any number of entries, up to the limit of the node.
	 * @param topic the topic
	 * @param key who is present
	 * @param meta what there is to know: {@code byte[]} and {@code String} travel as they
	 * are, all else is encoded by the node's codec, once, before this method returns
	 * @return names the entry
	 * @throws IllegalArgumentException if the topic is none, or the key is empty
	 * @throws PresenceLimitException if a limit is reached
	 * @throws dev.muster.codec.PayloadEncodingException if the metadata cannot be encoded
	 */
	PresenceRef track(String topic, String key, Object meta);

	/**
	 * Replace the metadata of an entry of this node, of whatever session.
	 * @param ref names the entry
	 * @param meta the new metadata
	 * @throws IllegalArgumentException if this node has no such entry (any more)
	 * @throws PresenceLimitException if the metadata is too large
	 * @throws dev.muster.codec.PayloadEncodingException if it cannot be encoded
	 */
	void update(PresenceRef ref, Object meta);

	/**
	 * Remove an entry of this node, of whatever session. Does nothing if it is gone.
	 * @param ref names the entry
	 */
	void untrack(PresenceRef ref);

	/**
	 * Return who is present under a topic. Costs next to nothing: the list is a view of
	 * immutable state, and its elements are made when asked for.
	 * @param topic the topic
	 * @return the entries, in no order; never changes
	 */
	List<PresenceEntry> list(String topic);

	/**
	 * Return the entries of one key under a topic.
	 * @param topic the topic
	 * @param key the key
	 * @return one entry for each device; never changes
	 */
	List<PresenceEntry> get(String topic, String key);

	/**
	 * Return how many entries there are under a topic, at once however many they are.
	 * @param topic the topic
	 * @return the number of entries
	 */
	int count(String topic);

	/**
	 * Return whether a key is present under a topic.
	 * @param topic the topic
	 * @param key the key
	 * @return whether there is an entry at least
	 */
	boolean isPresent(String topic, String key);

	/**
	 * Return the topics that have entries.
	 * @return the topics, at about the time of the call
	 */
	Set<String> topics();

	/**
	 * Read several topics as they were at one moment: a change that was told as one is in
	 * all of them or in none.
	 * @param topics the topics
	 * @return the state, which never changes
	 */
	PresenceSnapshot snapshot(Collection<String> topics);

	/**
	 * Begin to read a large topic part by part, as it is now.
	 * @param topic the topic
	 * @return gives the parts
	 */
	PresenceCursor cursor(String topic);

	/**
	 * Be told of the state first, then of each change, without a gap.
	 * @param topicPattern a topic or a pattern
	 * @param listener is told
	 * @return the subscription
	 * @throws IllegalArgumentException if the pattern is none
	 */
	default Subscription subscribe(String topicPattern, PresenceListener listener) {
		return subscribe(topicPattern, PresenceOptions.defaults(), listener);
	}

	/**
	 * Be told of the state first, then of each change, without a gap. The state comes as
	 * one diff of joins for each topic that has entries, with the cause
	 * {@link Cause#STATE}.
	 * <p>
	 * A listener is called by one thread at a time, never while a lock is held: it may
	 * call anything here. What it reads has at least what it is told. For each
	 * {@link PresenceRef} it is told a join, then any number of updates, then a leave. An
	 * exception is logged and counted. A listener that is so slow that its queue is full
	 * is told the net change of each topic, once it is ready, with the cause
	 * {@link Cause#CATCH_UP}: nothing is lost, but what came and went in between.
	 * @param topicPattern a topic or a pattern
	 * @param options queue and enrichment
	 * @param listener is told
	 * @return the subscription; it is live at once
	 * @throws IllegalArgumentException if the pattern is none
	 */
	Subscription subscribe(String topicPattern, PresenceOptions options, PresenceListener listener);

	/**
	 * Wait until an entry of this node is visible everywhere.
	 * @param ref names the entry
	 * @param timeout how long to wait at the most
	 * @return completes when every member of the view has the entry, or had it; with a
	 * {@link java.util.concurrent.TimeoutException} if that takes too long, and with an
	 * {@link IllegalArgumentException} if the entry is not this node's
	 */
	CompletableFuture<Void> awaitVisible(PresenceRef ref, Duration timeout);

	/**
	 * Return whose entries this member has, and how up to date they are.
	 * @return one for each incarnation of a member
	 */
	List<OriginStatus> origins();

	/**
	 * Return figures since this object was created.
	 * @return the figures
	 */
	PresenceStatistics statistics();

}
