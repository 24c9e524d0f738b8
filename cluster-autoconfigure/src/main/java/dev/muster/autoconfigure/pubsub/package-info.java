/**
 * From properties to the settings of the bus.
 */
@NullMarked
package dev.muster.autoconfigure.pubsub;

import org.jspecify.annotations.NullMarked;
