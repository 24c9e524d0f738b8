/**
 * The words that all other packages use: cluster, member, view, listener. Only
 * {@link dev.muster.ClusterNode}, which assembles a node from its parts, looks outside
 * this package.
 */
@NullMarked
package dev.muster;

import org.jspecify.annotations.NullMarked;
