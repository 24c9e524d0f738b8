/**
 * Tests of what counts the messages.
 */
@NullMarked
package dev.muster.benchmarks.traffic;

import org.jspecify.annotations.NullMarked;
