/**
 * Clocks that order what happens on several members: by time as far as clocks agree, and
 * by what could have caused what. Nothing here talks to the network; who uses a clock
 * carries its stamps.
 */
@NullMarked
package dev.muster.clock;

import org.jspecify.annotations.NullMarked;
