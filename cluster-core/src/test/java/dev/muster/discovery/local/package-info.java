/**
 * Tests of a strategy.
 */
@NullMarked
package dev.muster.discovery.local;

import org.jspecify.annotations.NullMarked;
