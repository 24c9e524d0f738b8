/**
 * How long a cluster takes to form, to see a member gone, and to let one go.
 */
@NullMarked
package dev.muster.benchmarks.formation;

import org.jspecify.annotations.NullMarked;
