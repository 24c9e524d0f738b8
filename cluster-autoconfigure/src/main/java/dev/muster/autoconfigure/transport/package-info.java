/**
 * From properties to the settings of the transport, and which address to bind.
 */
@NullMarked
package dev.muster.autoconfigure.transport;

import org.jspecify.annotations.NullMarked;
