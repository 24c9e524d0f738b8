/**
 * What tests of Muster and of applications share. Contracts that every implementation of
 * a port passes are in the packages named after the ports, the simulated network is in
 * {@code dev.muster.test.simulation}.
 */
@NullMarked
package dev.muster.test;

import org.jspecify.annotations.NullMarked;
