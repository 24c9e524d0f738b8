/**
 * Who may be a peer. Discovery answers with candidate addresses and no more: who is a
 * member is decided by the transport. An error or an empty answer never removes a member.
 */
@NullMarked
package dev.muster.discovery;

import org.jspecify.annotations.NullMarked;
