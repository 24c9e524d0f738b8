package dev.muster.transport;

/**
 * Versions of the protocol between nodes that a member speaks. Members whose ranges have
 * a version in common understand each other.
 *
 * @param min the oldest
 * @param max the newest
 */
public record ProtocolVersions(int min, int max) {
}
