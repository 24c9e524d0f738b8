/**
 * Tests of presence on a simulated network.
 */
@NullMarked
package dev.muster.presence;

import org.jspecify.annotations.NullMarked;
