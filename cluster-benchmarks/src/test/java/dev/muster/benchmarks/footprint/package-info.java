/**
 * Tests of the footprint measurement; nothing is started.
 */
@NullMarked
package dev.muster.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
