package dev.muster.pubsub;

/**
 * A member began to want, or wants no more, what matches a pattern.
 */
record InterestChange(boolean added, String pattern) {
}
