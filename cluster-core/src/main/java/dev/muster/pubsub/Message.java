package dev.muster.pubsub;

import java.time.Instant;
import java.util.Map;

import dev.muster.Member;

/**
 * A message as a subscriber sees it.
 *
 * @param <T> the type of the payload
 */
public interface Message<T> {

	/**
	 * Return the topic it was published to.
	 * @return the topic
	 */
	String topic();

	/**
	 * Return the payload. Several subscriptions of one member that want the same type may
	 * share one object: do not change it.
	 * @return the payload
	 */
	T payload();

	/**
	 * Return who published it.
	 * @return the member
	 */
	Member sender();

	/**
	 * Return when it was published, by the publisher's clock.
	 * @return the time, in milliseconds
	 */
	Instant sentAt();

	/**
	 * Return its headers.
	 * @return the headers, unmodifiable
	 */
	Map<String, String> headers();

}
