package dev.muster.sample;

/**
 * Something that browsers show has changed on this node. What it was is not said: each
 * stream finds out what its browser has not got yet.
 */
record BoardChangedEvent() {
}
