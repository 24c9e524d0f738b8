/**
 * Tests of whole nodes, each in a process of its own.
 */
@NullMarked
package dev.muster.node;

import org.jspecify.annotations.NullMarked;
