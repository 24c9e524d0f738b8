/**
 * Tests of payload codecs.
 */
@NullMarked
package dev.muster.codec;

import org.jspecify.annotations.NullMarked;
