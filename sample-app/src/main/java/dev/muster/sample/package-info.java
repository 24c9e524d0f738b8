/**
 * A live board: chat rooms, and who is in them, on any number of nodes.
 */
@NullMarked
package dev.muster.sample;

import org.jspecify.annotations.NullMarked;
