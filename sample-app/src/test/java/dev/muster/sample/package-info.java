/**
 * Tests of the sample.
 */
@NullMarked
package dev.muster.sample;

import org.jspecify.annotations.NullMarked;
