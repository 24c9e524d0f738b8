/**
 * Tests of the bus.
 */
@NullMarked
package dev.muster.pubsub;

import org.jspecify.annotations.NullMarked;
