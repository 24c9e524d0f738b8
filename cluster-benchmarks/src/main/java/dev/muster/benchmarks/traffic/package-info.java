/**
 * How many messages per second get from one publisher to two receivers, and at what cost:
 * the bus beside the engine below it.
 */
@NullMarked
package dev.muster.benchmarks.traffic;

import org.jspecify.annotations.NullMarked;
