/**
 * What topics and topic patterns are, for all that is addressed by them: the bus and
 * presence.
 */
@NullMarked
package dev.muster.topic;

import org.jspecify.annotations.NullMarked;
