/**
 * Peers that a Consul agent lists. Needs consul-api and httpclient on the class path,
 * which only two classes here know.
 */
@NullMarked
package dev.muster.discovery.consul;

import org.jspecify.annotations.NullMarked;
