/**
 * What else there is for messages and presence between Java processes.
 */
@NullMarked
package dev.muster.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
