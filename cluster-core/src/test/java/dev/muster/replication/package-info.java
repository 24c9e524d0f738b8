/**
 * Tests of replication.
 */
@NullMarked
package dev.muster.replication;

import org.jspecify.annotations.NullMarked;
