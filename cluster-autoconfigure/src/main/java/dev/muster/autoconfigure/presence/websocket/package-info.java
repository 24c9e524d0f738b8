/**
 * Presence of users with a STOMP session over WebSocket.
 */
@NullMarked
package dev.muster.autoconfigure.presence.websocket;

import org.jspecify.annotations.NullMarked;
