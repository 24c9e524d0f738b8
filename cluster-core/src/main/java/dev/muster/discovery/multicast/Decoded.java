package dev.muster.discovery.multicast;

/**
 * What a datagram turned out to be.
 */
sealed interface Decoded permits Beacon, Rejection {

}
