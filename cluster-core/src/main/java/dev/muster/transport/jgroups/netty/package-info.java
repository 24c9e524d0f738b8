/**
 * TCP connections to other nodes, on Netty: one per pair of nodes, with a handshake
 * before all else, and no call that blocks. Knows nothing of the engine.
 */
@NullMarked
package dev.muster.transport.jgroups.netty;

import org.jspecify.annotations.NullMarked;
