/**
 * Peers that announce themselves by multicast, in small datagrams of our own.
 */
@NullMarked
package dev.muster.discovery.multicast;

import org.jspecify.annotations.NullMarked;
