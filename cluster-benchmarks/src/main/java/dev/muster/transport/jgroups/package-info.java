/**
 * Lets the measurements at the engine of a node.
 */
@NullMarked
package dev.muster.transport.jgroups;

import org.jspecify.annotations.NullMarked;
