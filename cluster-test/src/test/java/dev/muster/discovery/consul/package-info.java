/**
 * The strategy 'consul' and a real agent, or what poses as one.
 */
@NullMarked
package dev.muster.discovery.consul;

import org.jspecify.annotations.NullMarked;
