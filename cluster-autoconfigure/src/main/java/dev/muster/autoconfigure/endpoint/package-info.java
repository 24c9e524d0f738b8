/**
 * The actuator endpoint, and its auto-configuration.
 */
@NullMarked
package dev.muster.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
