/**
 * Tests of the strategy 'consul' without an agent.
 */
@NullMarked
package dev.muster.discovery.consul;

import org.jspecify.annotations.NullMarked;
