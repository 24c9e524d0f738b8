/**
 * Filling gaps from what publishers keep of the last messages of some topics: pure state,
 * without threads, time or network.
 */
@NullMarked
package dev.muster.pubsub.replay;

import org.jspecify.annotations.NullMarked;
