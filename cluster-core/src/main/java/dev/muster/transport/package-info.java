/**
 * The only way to a peer: {@link dev.muster.transport.ClusterTransport}. Nothing of the
 * engine below leaks through it.
 */
@NullMarked
package dev.muster.transport;

import org.jspecify.annotations.NullMarked;
