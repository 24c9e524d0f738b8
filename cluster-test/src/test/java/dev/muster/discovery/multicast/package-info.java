/**
 * Tests of the multicast strategy that need sockets.
 */
@NullMarked
package dev.muster.discovery.multicast;

import org.jspecify.annotations.NullMarked;
