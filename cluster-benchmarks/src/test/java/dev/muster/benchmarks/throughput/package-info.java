/**
 * Tests of what counts the messages.
 */
@NullMarked
package dev.muster.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
