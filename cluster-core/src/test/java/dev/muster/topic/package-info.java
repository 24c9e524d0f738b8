/**
 * Tests of topics and patterns.
 */
@NullMarked
package dev.muster.topic;

import org.jspecify.annotations.NullMarked;
