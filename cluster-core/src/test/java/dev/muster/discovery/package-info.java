/**
 * Tests of discovery.
 */
@NullMarked
package dev.muster.discovery;

import org.jspecify.annotations.NullMarked;
