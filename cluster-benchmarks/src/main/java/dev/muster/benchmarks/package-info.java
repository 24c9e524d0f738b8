/**
 * What all measurements share: options, processes, statistics, tables. Each measurement
 * has a package of its own, and forks its processes itself.
 */
@NullMarked
package dev.muster.benchmarks;

import org.jspecify.annotations.NullMarked;
