/**
 * JSON, CBOR and Smile payloads. Needs Jackson 3 on the class path.
 */
@NullMarked
package dev.muster.codec.jackson;

import org.jspecify.annotations.NullMarked;
