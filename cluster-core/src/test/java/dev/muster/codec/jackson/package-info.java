/**
 * Tests of the JSON codec.
 */
@NullMarked
package dev.muster.codec.jackson;

import org.jspecify.annotations.NullMarked;
