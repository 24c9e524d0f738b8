/**
 * Auto-configuration of the codecs that Jackson gives.
 */
@NullMarked
package dev.muster.autoconfigure.jackson;

import org.jspecify.annotations.NullMarked;
