/**
 * Tests of the bus as Reactor sees it.
 */
@NullMarked
package dev.muster.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
