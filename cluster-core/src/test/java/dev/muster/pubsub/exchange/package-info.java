/**
 * Tests of the table of questions.
 */
@NullMarked
package dev.muster.pubsub.exchange;

import org.jspecify.annotations.NullMarked;
