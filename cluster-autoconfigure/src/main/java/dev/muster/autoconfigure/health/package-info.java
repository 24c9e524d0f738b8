/**
 * Auto-configuration of the health contributor.
 */
@NullMarked
package dev.muster.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
