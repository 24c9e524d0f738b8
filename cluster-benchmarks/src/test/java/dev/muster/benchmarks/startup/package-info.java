/**
 * Tests of the start-up measurement; nothing is started.
 */
@NullMarked
package dev.muster.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
