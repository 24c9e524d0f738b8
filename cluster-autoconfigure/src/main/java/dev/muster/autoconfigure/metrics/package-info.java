/**
 * Meters of a node, and their auto-configuration.
 */
@NullMarked
package dev.muster.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
