/**
 * Who is present, under which topic, on all members. Each member owns the entries of its
 * sessions and replicates them ({@link dev.muster.replication}); reads are of this
 * member's copy, without locks.
 *
 * <p>
 * Writers change a {@code PresenceTable} under one lock, a batch at a time; readers see
 * immutable {@code Members} of a topic, published at the end of each batch.
 */
@NullMarked
package dev.muster.presence;

import org.jspecify.annotations.NullMarked;
