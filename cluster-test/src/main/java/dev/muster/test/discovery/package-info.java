/**
 * What a {@link dev.muster.discovery.DiscoveryStrategy} promises, as tests to extend.
 */
@NullMarked
package dev.muster.test.discovery;

import org.jspecify.annotations.NullMarked;
