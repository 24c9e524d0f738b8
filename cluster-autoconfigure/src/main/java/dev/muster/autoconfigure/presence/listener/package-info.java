/**
 * Auto-configuration of presence: the bean, its listeners and its events.
 */
@NullMarked
package dev.muster.autoconfigure.presence.listener;

import org.jspecify.annotations.NullMarked;
