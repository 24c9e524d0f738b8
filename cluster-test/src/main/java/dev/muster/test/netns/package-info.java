/**
 * A real network between processes on one machine, and ways to break it: see
 * {@link dev.muster.test.netns.NetworkNamespaces}.
 */
@NullMarked
package dev.muster.test.netns;

import org.jspecify.annotations.NullMarked;
