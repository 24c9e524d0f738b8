/**
 * Which side of a split may go on with what only one side may do: pure decisions.
 */
@NullMarked
package dev.muster.splitbrain;

import org.jspecify.annotations.NullMarked;
