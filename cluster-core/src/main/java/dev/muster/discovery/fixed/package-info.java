/**
 * Peers as listed by hand.
 */
@NullMarked
package dev.muster.discovery.fixed;

import org.jspecify.annotations.NullMarked;
