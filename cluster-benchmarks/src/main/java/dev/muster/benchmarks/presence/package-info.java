/**
 * What presence costs in one process, without a network.
 */
@NullMarked
package dev.muster.benchmarks.presence;

import org.jspecify.annotations.NullMarked;
