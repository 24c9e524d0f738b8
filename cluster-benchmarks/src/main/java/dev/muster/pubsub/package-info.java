/**
 * Microbenchmarks of the bus, on its inside.
 */
@NullMarked
package dev.muster.pubsub;

import org.jspecify.annotations.NullMarked;
