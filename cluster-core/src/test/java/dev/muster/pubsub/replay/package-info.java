/**
 * Tests of filling gaps.
 */
@NullMarked
package dev.muster.pubsub.replay;

import org.jspecify.annotations.NullMarked;
