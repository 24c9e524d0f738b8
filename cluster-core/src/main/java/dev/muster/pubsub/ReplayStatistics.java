package dev.muster.pubsub;

/**
 * Counters of messages that are kept for those that miss them, since the bus was created.
 *
 * @param requests how often this member asked a publisher for what it missed
 * @param replayed messages that it had missed and got later
 * @param unfilled messages that it missed although their publisher has a ring for them:
 * they are among those {@link PubSubStatistics#lost() lost}
 * @param resent messages that this member sent again, because another one missed them
 */
public record ReplayStatistics(long requests, long replayed, long unfilled, long resent) {
}
