/**
 * Tests of a strategy.
 */
@NullMarked
package dev.muster.discovery.fixed;

import org.jspecify.annotations.NullMarked;
