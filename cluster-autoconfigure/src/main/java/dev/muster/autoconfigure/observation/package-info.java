/**
 * Observations of the bus by Micrometer, trace context in the headers of messages, and
 * what the log's context tells of a message.
 */
@NullMarked
package dev.muster.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
