/**
 * Finds {@link dev.muster.annotation.ClusterListener} methods, and calls them.
 */
@NullMarked
package dev.muster.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
