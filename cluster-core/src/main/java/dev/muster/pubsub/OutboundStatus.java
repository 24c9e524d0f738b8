package dev.muster.pubsub;

import java.time.Duration;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * How the way to another member fares.
 *
 * @param member the member; {@code null} where one queue serves all of them, as over UDP
 * @param queued how many messages wait
 * @param queueCapacity how many may
 * @param sent how many were handed to the transport
 * @param dropped how many were dropped for want of room
 * @param undeliverable how many there were for it when it was gone
 * @param blockedFor for how long the transport has not taken the batch that is just being
 * sent; zero if none is
 */
public record OutboundStatus(@Nullable Member member, int queued, int queueCapacity, long sent, long dropped,
		long undeliverable, Duration blockedFor) {
}
