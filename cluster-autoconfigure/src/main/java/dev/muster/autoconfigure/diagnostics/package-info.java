/**
 * Clear words for what cannot start.
 */
@NullMarked
package dev.muster.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
