/**
 * Tests of discovery by DNS without a real name server.
 */
@NullMarked
package dev.muster.discovery.dns;

import org.jspecify.annotations.NullMarked;
