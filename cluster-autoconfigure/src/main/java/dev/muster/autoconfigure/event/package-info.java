/**
 * What happens to the cluster, as events of the application context.
 */
@NullMarked
package dev.muster.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
