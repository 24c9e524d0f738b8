/**
 * Tests for Spring Cloud's registries as a source of peers.
 */
@NullMarked
package dev.muster.autoconfigure.cloud;

import org.jspecify.annotations.NullMarked;
