package dev.muster.pubsub;

/**
 * How a subscription fares.
 *
 * @param id its name
 * @param pattern its topic or pattern
 * @param type what payloads become
 * @param queued how many messages wait
 * @param queueCapacity how many may
 * @param delivered how many were handled
 * @param dropped how many were dropped for want of room
 * @param failed how many its handler threw on, or could not be decoded
 */
public record SubscriptionStatus(String id, String pattern, String type, int queued, int queueCapacity, long delivered,
		long dropped, long failed) {
}
