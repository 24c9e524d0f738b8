/**
 * Tests of the connections.
 */
@NullMarked
package dev.muster.transport.jgroups.netty;

import org.jspecify.annotations.NullMarked;
