/**
 * What two nodes say on a connection before anything else, and the ciphers it ends in.
 * Bytes in, bytes out: whoever has the connection feeds
 * {@link dev.muster.transport.handshake.Handshake} with whole messages and does what each
 * {@link dev.muster.transport.handshake.Step} says. The page src/docs/security.md
 * describes the protocol.
 */
@NullMarked
package dev.muster.transport.handshake;

import org.jspecify.annotations.NullMarked;
