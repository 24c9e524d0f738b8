package dev.muster.pubsub;

/**
 * What this member keeps of the messages that it published to the topics of a pattern.
 *
 * @param pattern the topic or pattern
 * @param capacity how many messages it keeps at the most
 * @param messages how many it keeps; none of those that nobody else wanted
 * @param bytes how many bytes these have
 */
public record ReplayRingStatus(String pattern, int capacity, int messages, long bytes) {
}
