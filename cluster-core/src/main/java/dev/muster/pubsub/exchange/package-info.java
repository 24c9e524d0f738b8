/**
 * Questions that wait for answers of other members: pure state, without threads, time or
 * network.
 */
@NullMarked
package dev.muster.pubsub.exchange;

import org.jspecify.annotations.NullMarked;
