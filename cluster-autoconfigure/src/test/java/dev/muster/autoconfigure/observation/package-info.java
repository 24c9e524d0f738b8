/**
 * Tests of what is observed.
 */
@NullMarked
package dev.muster.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
