/**
 * The strategies under their contract.
 */
@NullMarked
package dev.muster.discovery;

import org.jspecify.annotations.NullMarked;
