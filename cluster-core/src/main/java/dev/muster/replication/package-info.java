/**
 * Single-writer replicated state: each member writes a numbered log of its own, and all
 * have what that log results in. There is no merge of concurrent writes, for there are
 * none; a crash hides what one member wrote, a return needs a part of its log.
 *
 * <p>
 * A reader may begin with {@link dev.muster.replication.Replica}. Below it:
 *
 * <ul>
 * <li>{@code ReplicaCore} is the protocol, without threads, clocks or network.
 * {@code Rule} has what it must keep to for replicas to agree; {@code Frames} the
 * wire.</li>
 * <li>{@code OwnLog} and {@code OpLog} are this member's log, {@code Origin} with its
 * {@code LiveSet} what is here of another one's, {@code Applier} how it changes.</li>
 * <li>{@code Fetcher} asks for what is missing; {@code RangeStream} and
 * {@code SnapshotStream} are the answers, {@code Staging} is a snapshot on its way
 * in.</li>
 * <li>{@code Outboxes} and {@code Alarm} are what the shell has besides a lock.</li>
 * </ul>
 */
@NullMarked
package dev.muster.replication;

import org.jspecify.annotations.NullMarked;
