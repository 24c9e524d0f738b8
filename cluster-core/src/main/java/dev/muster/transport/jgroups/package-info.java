/**
 * The transport on JGroups: the only package that knows it.
 */
@NullMarked
package dev.muster.transport.jgroups;

import org.jspecify.annotations.NullMarked;
