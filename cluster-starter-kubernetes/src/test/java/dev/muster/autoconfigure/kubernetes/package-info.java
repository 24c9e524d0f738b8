/**
 * Tests for Kubernetes' API as a source of peers.
 */
@NullMarked
package dev.muster.autoconfigure.kubernetes;

import org.jspecify.annotations.NullMarked;
