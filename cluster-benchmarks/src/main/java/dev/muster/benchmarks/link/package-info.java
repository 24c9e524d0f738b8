/**
 * Ways for messages between processes: the bus, its engine, and what else there is.
 */
@NullMarked
package dev.muster.benchmarks.link;

import org.jspecify.annotations.NullMarked;
