package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

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
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
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
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
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
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
	 */
	Subscription subscribeGeneric(String topicPattern, Type type, SubscriptionOptions options,
			MessageHandler<Object> handler);

	/**
	 * Publish, and learn what became of the message on each member.
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param timeout after which no verdict is waited for any more
	 * @return as {@link #publishAndConfirm(String, Object, PublishOptions, Duration)}
	 */
	default CompletableFuture<DeliveryReport> publishAndConfirm(String topic, Object payload, Duration timeout) {
		return publishAndConfirm(topic, payload, PublishOptions.defaults(), timeout);
	}

	/**
	 * Publish with options, and learn what became of the message on each member of the
	 * view, as far as the options let it get there. The message arrives as that of
	 * {@link #publish(String, Object, PublishOptions)} does, and in order with those.
	 * Waits for room in queues as that method does, but never longer than the timeout;
	 * without room the verdict is {@link DeliveryReport.Verdict#REFUSED}.
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who gets it, and headers
	 * @param timeout after which no verdict is waited for any more
	 * @return completes with the report when all verdicts are there, at the latest after
	 * the timeout; exceptionally with a {@link RequestRejectedException}, without being
	 * published, if too many requests and messages to be confirmed are open. Functions
	 * that depend on it run on threads of the bus: they must not wait for other replies
	 * @throws IllegalArgumentException if the topic is none, or the timeout not positive
	 * @throws dev.muster.NotRunningException if the node is not running
	 * @throws PayloadTooLargeException if the encoded payload is above the limit
	 * @throws dev.muster.codec.PayloadEncodingException if it cannot be encoded
	 */
	CompletableFuture<DeliveryReport> publishAndConfirm(String topic, Object payload, PublishOptions options,
			Duration timeout);

	/**
	 * Ask one responder.
	 * @param <R> the type of the reply
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param replyType what the reply shall become
	 * @param timeout after which it fails with a {@link RequestTimeoutException}
	 * @return as {@link #requestGeneric}
	 */
	default <R> CompletableFuture<R> request(String topic, Object payload, Class<R> replyType, Duration timeout) {
		return request(topic, payload, PublishOptions.defaults(), replyType, timeout);
	}

	/**
	 * Ask one responder, with options.
	 * @param <R> the type of the reply
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who may be asked, and headers
	 * @param replyType what the reply shall become
	 * @param timeout after which it fails with a {@link RequestTimeoutException}
	 * @return as {@link #requestGeneric}
	 */
	@SuppressWarnings("unchecked")
	default <R> CompletableFuture<R> request(String topic, Object payload, PublishOptions options, Class<R> replyType,
			Duration timeout) {
		return (CompletableFuture<R>) requestGeneric(topic, payload, options, replyType, timeout);
	}

	/**
	 * Ask one responder, for a reply of a type that {@code Class} cannot say.
	 *
	 * <p>
	 * A responder of this member is asked if there is one and the options do not exclude
	 * it; else the members that have one take turns, those with the fewest open requests
	 * of ours first. With a key the key decides, whichever member asks. At most once: one
	 * that surely did not begin to handle the request, since its queue is full or it has
	 * no responder any more, is passed over for another (unless the payload has more than
	 * 16 kB); else nobody is asked twice.
	 *
	 * <p>
	 * The timeout goes along: a request that is over is not begun. To cancel the future,
	 * or to complete it, cancels the work too where it has not begun or the handler has
	 * returned a {@link java.util.concurrent.CompletionStage}; nothing is interrupted.
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who may be asked, and headers
	 * @param replyType what the reply shall become
	 * @param timeout after which it fails with a {@link RequestTimeoutException}
	 * @return completes with the reply, {@code null} if the handler returned that; or
	 * exceptionally with a {@link NoResponderException}, {@link RequestTimeoutException},
	 * {@link RemoteHandlerException}, {@link ResponderLeftException} or
	 * {@link RequestRejectedException}; with a {@link PayloadTooLargeException} or
	 * {@link dev.muster.codec.PayloadEncodingException} about the reply; with a
	 * {@link dev.muster.codec.PayloadDecodingException} if the responder cannot read the
	 * request, or the reply is not of the type wanted; with a
	 * {@link dev.muster.NotRunningException} if the node is closed meanwhile. Functions
	 * that depend on it run on threads of the bus: they must not wait for other replies
	 * @throws IllegalArgumentException if the topic is none, or the timeout not positive
	 * @throws dev.muster.NotRunningException if the node is not running
	 * @throws PayloadTooLargeException if the encoded payload is above the limit
	 * @throws dev.muster.codec.PayloadEncodingException if it cannot be encoded
	 */
	CompletableFuture<Object> requestGeneric(String topic, Object payload, PublishOptions options, Type replyType,
			Duration timeout);

	/**
	 * Ask every member that has a responder.
	 * @param <R> the type of replies
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param replyType what replies shall become
	 * @param timeout after which no reply is waited for any more
	 * @return as {@link #requestAllGeneric}
	 */
	default <R> CompletableFuture<List<Reply<R>>> requestAll(String topic, Object payload, Class<R> replyType,
			Duration timeout) {
		return requestAll(topic, payload, PublishOptions.defaults(), replyType, timeout);
	}

	/**
	 * Ask every member that has a responder, with options.
	 * @param <R> the type of replies
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who may be asked, and headers
	 * @param replyType what replies shall become
	 * @param timeout after which no reply is waited for any more
	 * @return as {@link #requestAllGeneric}
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	default <R> CompletableFuture<List<Reply<R>>> requestAll(String topic, Object payload, PublishOptions options,
			Class<R> replyType, Duration timeout) {
		return (CompletableFuture) requestAllGeneric(topic, payload, options, replyType, timeout);
	}

	/**
	 * Ask every member that has a responder, for replies of a type that {@code Class}
	 * cannot say. On each, one responder is asked.
	 * @param topic the topic, without wildcards
	 * @param payload the payload
	 * @param options who may be asked, and headers
	 * @param replyType what replies shall become
	 * @param timeout after which no reply is waited for any more
	 * @return completes, at the latest after the timeout, with the replies, and with an
	 * error for each member that gave none: this member first, then in the order of the
	 * view; with an empty list if there is no responder. Exceptionally, without asking
	 * anybody, with a {@link RequestRejectedException} if too many requests are open
	 * @throws IllegalArgumentException as {@link #requestGeneric}
	 */
	CompletableFuture<List<Reply<Object>>> requestAllGeneric(String topic, Object payload, PublishOptions options,
			Type replyType, Duration timeout);

	/**
	 * Answer requests, with default options.
	 * @param <T> the type of payloads
	 * @param <R> the type of replies
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param handler answers the requests, one at a time
	 * @return the responder; closes to end it
	 * @throws IllegalArgumentException if the pattern is none
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
	 */
	default <T, R> Subscription respond(String topicPattern, Class<T> type, RequestHandler<T, R> handler) {
		return respond(topicPattern, type, SubscriptionOptions.defaults(), handler);
	}

	/**
	 * Answer requests.
	 * @param <T> the type of payloads
	 * @param <R> the type of replies
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options as {@link #respondGeneric}
	 * @param handler answers the requests
	 * @return the responder; closes to end it
	 * @throws IllegalArgumentException if the pattern is none
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
	 */
	@SuppressWarnings("unchecked")
	default <T, R> Subscription respond(String topicPattern, Class<T> type, SubscriptionOptions options,
			RequestHandler<T, R> handler) {
		return respondGeneric(topicPattern, type, options, (RequestHandler<Object, Object>) handler);
	}

	/**
	 * Answer requests with payloads of a type that {@code Class} cannot say. Responders
	 * get requests only, and subscriptions messages only. Several responders of one
	 * member for one topic take turns.
	 * @param topicPattern a topic or a pattern
	 * @param type what payloads shall become
	 * @param options queue, filter and concurrency. A request that finds the queue full
	 * is refused at once, whatever the overflow policy; the group means nothing, for each
	 * request goes to one responder anyway
	 * @param handler answers the requests
	 * @return the responder; closes to end it
	 * @throws IllegalArgumentException if the pattern is none
	 * @throws dev.muster.replication.EntryLimitException if this node has subscriptions
	 * to 1,000,000 different patterns: the other members keep them all
	 */
	Subscription respondGeneric(String topicPattern, Type type, SubscriptionOptions options,
			RequestHandler<Object, Object> handler);

	/**
	 * Return the members that have a live subscription for a topic, as far as this one
	 * knows.
	 * @param topic the topic, without wildcards
	 * @return the ids of those in the current view; this member's among them if it
	 * subscribes
	 */
	Set<MemberId> subscribers(String topic);

	/**
	 * Return the members that may be asked for an answer on a topic.
	 * @param topic the topic, without wildcards
	 * @return the ids of those in the current view that have a responder, this member's
	 * among them if it has one, and of those that just joined and have not told yet
	 */
	Set<MemberId> responders(String topic);

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

	/**
	 * Return counters of requests and confirmed messages since this object was created.
	 * @return the counters
	 */
	RequestStatistics requestStatistics();

	/**
	 * Return counters of messages that are kept for those that miss them, since this
	 * object was created.
	 * @return the counters
	 */
	ReplayStatistics replayStatistics();

	/**
	 * Return what this member keeps of what it publishes.
	 * @return each pattern with {@link TopicSettings#replay()}
	 */
	List<ReplayRingStatus> replayRings();

}
