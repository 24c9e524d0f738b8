/**
 * Peers of the same user on this machine's loopback.
 */
@NullMarked
package dev.muster.discovery.local;

import org.jspecify.annotations.NullMarked;
