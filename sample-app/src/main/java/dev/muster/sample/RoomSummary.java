package dev.muster.sample;

/**
 * A room in the list of rooms.
 *
 * @param name the room's name
 * @param messages how many messages this node remembers
 * @param occupants how many people are in it
 */
record RoomSummary(String name, int messages, int occupants) {
}
