/**
 * What an entry of replicated state costs.
 */
@NullMarked
package dev.muster.replication;

import org.jspecify.annotations.NullMarked;
