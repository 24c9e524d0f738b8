/**
 * Properties of presence.
 */
@NullMarked
package dev.muster.autoconfigure.presence;

import org.jspecify.annotations.NullMarked;
