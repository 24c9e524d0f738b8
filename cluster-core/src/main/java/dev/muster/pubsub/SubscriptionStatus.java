package dev.muster.pubsub;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a subscription fares.
 *
 * @param id its name
 * @param pattern its topic or pattern
 * @param group the group that it is a member of, or {@code null} for none
 * @param responder whether it answers requests, and gets nothing else
 * @param type what payloads become
 * @param queued how many messages wait
 * @param queueCapacity how many may
 * @param delivered how many were handled
 * @param dropped how many were dropped for want of room
 * @param failed how many its handler threw on, or could not be decoded
 * @param busyFor for how long its handler has been at work on the last few messages, at
 * the most 16, or has hung in one of them; zero if it waits for messages
 * @param saturated whether messages of other members are dropped for it at once, since
 * one waited for room in vain; until its queue is half empty
 */
public record SubscriptionStatus(String id, String pattern, @Nullable String group, boolean responder, String type,
		int queued, int queueCapacity, long delivered, long dropped, long failed, Duration busyFor, boolean saturated) {
}
