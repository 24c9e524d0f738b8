package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

import dev.muster.MemberId;
import dev.muster.Registration;

/**
 * The distributed bus. Safe for use by many threads.
 *
 * <p>
 * <b>Topics</b> are segments separated by {@code .}, {@code :} or {@code /}, none empty,
 * without white space, control characters and {@code *}, of 255 bytes in UTF-8 at the
 * most. In a pattern {@code *} stands for one segment and {@code **}, as the last one,
 * for any number of them, none included. Separators stand for themselves: {@code a.*}
 * matches {@code a.b} and not {@code a:b}.
 *
 * <p>
 * <b>Guarantees.</b> At most once. Each subscription gets the messages of one publisher
 * (a member) in the order in which they were published; of those that two threads publish
 * at the same time, either may be first. Nothing is lost between members that stay in one
 * another's views, but what an overflow policy drops, and that is counted. When a member
 * departs, messages to and from it that are on their way may be lost, and so is what is
 * published while the two are parted. What this member should have got and never will is
 * told to {@link #addLossListener listeners}, to the message, as soon as the publisher is
 * heard again: also what was dropped on the publisher's side. Nobody tells what a
 * publisher had not sent yet when it crashed or was stopped, but for what was waiting
 * when it sent its last batch before a stop; nor what was published when it had been
 * parted from this member for more than an hour or from more than a hundred others. There
 * is no order between publishers.
 */
public interface PubSub {

	/**
	 * Publish to all subscribers of a topic, on all members, this one included.
	 * @param topic the topic, without wildcards
	 * @param payload {@code byte[]} and {@code String} travel as they are, all else is
	 * encoded by the configured codec, once, before this method returns. So it may be
	 * changed afterwards, an array too
	 * @throws IllegalArgumentException if the topic is none
	 * @throws dev.muster.NotRunningException if the node is not running
	 * @throws PayloadTooLargeException if the encoded payload is above the limit
	 * @throws dev.muster.codec.PayloadEncodingException if it cannot be encoded
	 * @throws PublishOverflowException if a queue stays full and the policy says to fail,
	 * or the time to block is over
	 */
	void publish(String topic, Object payload);

	/**
	 * Publish with options.
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who gets it, and headers
	 * @see #publish(String, Object)
	 */
	void publish(String topic, Object payload, PublishOptions options);

	/**
	 * Subscribe with default options.
	 * @param <T> the type of payloads
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become: {@code byte[]} gives the bytes as they
	 * came, {@code String} the text or the JSON, {@code Object} what the publisher's
	 * codec makes of them. A message that cannot become it is counted, logged and skipped
	 * @param handler is given the messages, one at a time
	 * @return the subscription
	 * @throws IllegalArgumentException if the pattern is none
	 */
	default <T> Subscription subscribe(String topicPattern, Class<T> type, MessageHandler<T> handler) {
		return subscribe(topicPattern, type, SubscriptionOptions.defaults(), handler);
	}

	/**
	 * Subscribe. May be called before the node starts; the subscription outlives a stop
	 * and start of the node.
	 * @param <T> the type of payloads
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options queue, overflow and filter
	 * @param handler is given the messages, one at a time
	 * @return the subscription
	 * @throws IllegalArgumentException if the pattern is none
	 */
	@SuppressWarnings("unchecked")
	default <T> Subscription subscribe(String topicPattern, Class<T> type, SubscriptionOptions options,
			MessageHandler<T> handler) {
		return subscribeGeneric(topicPattern, type, options, (MessageHandler<Object>) handler);
	}

	/**
	 * Subscribe with a type that {@code Class} cannot say, such as {@code List<Order>}.
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options queue, overflow and filter
	 * @param handler is given the messages, one at a time
	 * @return the subscription
	 * @throws IllegalArgumentException if the pattern is none
	 */
	Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler);

	/**
	 * Return the members that have a live subscription for a topic, as far as this one
	 * knows.
	 * @param topic the topic, without wildcards
	 * @return the ids of those in the current view; this member's among them if it
	 * subscribes
	 */
	Set<MemberId> subscribers(String topic);

	/**
	 * Return this member's subscriptions.
	 * @return how each fares
	 */
	List<SubscriptionStatus> subscriptions();

	/**
	 * Return what waits to be sent.
	 * @return how the way to each other member of the view fares
	 */
	List<OutboundStatus> outbound();

	/**
	 * Listen for messages that this member should have got and never will.
	 * @param listener the listener
	 * @return closes to remove it
	 */
	Registration addLossListener(LossListener listener);

	/**
	 * Return counters since this object was created.
	 * @return the counters
	 */
	PubSubStatistics statistics();

}
