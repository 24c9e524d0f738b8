/**
 * The strategy against a real name server.
 */
@NullMarked
package dev.muster.discovery.dns;

import org.jspecify.annotations.NullMarked;
