/**
 * Certificates for tests, made by the JDK's own tool.
 */
@NullMarked
package dev.muster.test.tls;

import org.jspecify.annotations.NullMarked;
