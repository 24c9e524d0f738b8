/**
 * The binary forms that the protocols above the transport share: numbers of seven bits a
 * byte, lowest first, and byte strings after their length. Reading trusts nothing.
 */
@NullMarked
package dev.muster.wire;

import org.jspecify.annotations.NullMarked;
