/**
 * From properties to topologies: one small factory for each built-in strategy.
 */
@NullMarked
package dev.muster.autoconfigure.discovery;

import org.jspecify.annotations.NullMarked;
