/**
 * Tests of the strategy's pure parts.
 */
@NullMarked
package dev.muster.discovery.multicast;

import org.jspecify.annotations.NullMarked;
