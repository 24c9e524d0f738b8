/**
 * Tests of the words and of what assembles a node.
 */
@NullMarked
package dev.muster;

import org.jspecify.annotations.NullMarked;
