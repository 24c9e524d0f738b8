/**
 * Whole applications, several in one JVM.
 */
@NullMarked
package dev.muster.autoconfigure.it;

import org.jspecify.annotations.NullMarked;
