/**
 * A live board: chat rooms, and who is in them, on any number of nodes. A browser on any
 * node sees everything.
 *
 * <p>
 * Read it in this order:
 * <ol>
 * <li>{@link dev.muster.sample.Board}: a message crosses the cluster, with one
 * {@code publish} and one {@code @ClusterListener};
 * <li>{@link dev.muster.sample.HistoryTransfer}: a new member asks an old one for what it
 * missed;
 * <li>{@link dev.muster.sample.Occupancy}: who is in a room, by a presence session for
 * each browser and one {@code @PresenceListener};
 * <li>{@link dev.muster.sample.MembershipJournal}: joins and leaves, as Spring events;
 * <li>{@link dev.muster.sample.RoomStreams}: all of it, live, to the browsers.
 * </ol>
 */
@NullMarked
package dev.muster.sample;

import org.jspecify.annotations.NullMarked;
