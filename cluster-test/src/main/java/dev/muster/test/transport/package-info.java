/**
 * The contract of {@link dev.muster.transport.ClusterTransport}, as tests: extend
 * {@link dev.muster.test.transport.ClusterTransportContract}.
 */
@NullMarked
package dev.muster.test.transport;

import org.jspecify.annotations.NullMarked;
