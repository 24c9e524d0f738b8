/**
 * A real name server for tests: see {@link dev.muster.test.dns.DnsServer}.
 */
@NullMarked
package dev.muster.test.dns;

import org.jspecify.annotations.NullMarked;
