/**
 * Tests of the bus over the simulated network.
 */
@NullMarked
package dev.muster.pubsub;

import org.jspecify.annotations.NullMarked;
