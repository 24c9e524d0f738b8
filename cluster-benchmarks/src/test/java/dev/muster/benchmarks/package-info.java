/**
 * Tests of what the measurements share; no measurement is run.
 */
@NullMarked
package dev.muster.benchmarks;

import org.jspecify.annotations.NullMarked;
