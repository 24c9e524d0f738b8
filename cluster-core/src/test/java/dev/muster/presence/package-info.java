/**
 * Tests of the data structures of presence.
 */
@NullMarked
package dev.muster.presence;

import org.jspecify.annotations.NullMarked;
