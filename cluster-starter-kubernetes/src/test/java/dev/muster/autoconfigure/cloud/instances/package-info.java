/**
 * Tests for the members as instances of a service.
 */
@NullMarked
package dev.muster.autoconfigure.cloud.instances;

import org.jspecify.annotations.NullMarked;
