/**
 * The bus: publish to topics, subscribe with patterns, on all members of the cluster.
 */
@NullMarked
package dev.muster.pubsub;

import org.jspecify.annotations.NullMarked;
