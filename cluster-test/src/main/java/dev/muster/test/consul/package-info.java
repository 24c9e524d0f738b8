/**
 * A real Consul agent for tests: see {@link dev.muster.test.consul.ConsulAgent}.
 */
@NullMarked
package dev.muster.test.consul;

import org.jspecify.annotations.NullMarked;
