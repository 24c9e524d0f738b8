/**
 * Tests of the simulated network.
 */
@NullMarked
package dev.muster.test.simulation;

import org.jspecify.annotations.NullMarked;
