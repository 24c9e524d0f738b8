package dev.muster.sample;

/**
 * Somebody who is in a room.
 *
 * @param name the name of the person
 * @param node the name of the node that the person's browser is connected to
 */
public record Occupant(String name, String node) {
}
