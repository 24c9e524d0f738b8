/**
 * What an idle node adds to a process.
 */
@NullMarked
package dev.muster.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
