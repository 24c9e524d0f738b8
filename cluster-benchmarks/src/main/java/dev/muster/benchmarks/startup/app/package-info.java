/**
 * The smallest application, which knows nothing of what else is on its class path.
 */
@NullMarked
package dev.muster.benchmarks.startup.app;

import org.jspecify.annotations.NullMarked;
