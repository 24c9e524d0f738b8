/**
 * Tests of the transport on JGroups, on real sockets.
 */
@NullMarked
package dev.muster.transport.jgroups;

import org.jspecify.annotations.NullMarked;
