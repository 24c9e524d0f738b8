/**
 * What turns payloads into bytes and back. The type to decode into is always the
 * receiver's: no class name ever comes off the wire.
 */
@NullMarked
package dev.muster.codec;

import org.jspecify.annotations.NullMarked;
