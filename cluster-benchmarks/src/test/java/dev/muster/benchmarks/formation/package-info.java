/**
 * Tests of the formation measurement; nothing is started.
 */
@NullMarked
package dev.muster.benchmarks.formation;

import org.jspecify.annotations.NullMarked;
