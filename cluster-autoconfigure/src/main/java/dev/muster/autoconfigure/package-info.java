/**
 * Auto-configuration of a node of a cluster: its properties, its beans and its lifecycle.
 */
@NullMarked
package dev.muster.autoconfigure;

import org.jspecify.annotations.NullMarked;
