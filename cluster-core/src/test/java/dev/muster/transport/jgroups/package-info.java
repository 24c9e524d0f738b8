/**
 * Tests of what decides and encodes, without an engine.
 */
@NullMarked
package dev.muster.transport.jgroups;

import org.jspecify.annotations.NullMarked;
