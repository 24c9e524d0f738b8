package dev.muster.sample;

/**
 * Somebody who is in a room, with one browser. Browsers are told it as it is, so its
 * parts have the names that {@code muster/presence.js} knows.
 *
 * @param key the name of the person
 * @param ref tells the person's browsers apart, the same on all nodes
 * @param node the name of the node that the browser is connected to
 */
public record Occupant(String key, String ref, String node) {
}
