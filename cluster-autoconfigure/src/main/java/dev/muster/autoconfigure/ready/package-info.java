/**
 * When the application is ready to accept traffic: once enough members are there.
 */
@NullMarked
package dev.muster.autoconfigure.ready;

import org.jspecify.annotations.NullMarked;
