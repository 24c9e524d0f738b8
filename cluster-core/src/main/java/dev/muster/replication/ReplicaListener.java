package dev.muster.replication;

import dev.muster.ClusterView;

/**
 * Makes the entries of a replica, and hears of each change, in the order of the changes.
 * Called by one thread at a time, while the replica is locked: it must not block, nor
 * call the replica's methods that change it. What it throws is logged and counted.
 *
 * <p>
 * Events add up: an origin's entries are what was added and not removed. They are told
 * also while the origin is hidden; who shows them to others looks at
 * {@link Origin#isVisible()}.
 *
 * @param <E> the type of entries
 */
public interface ReplicaListener<E extends Entry> {

	/**
	 * Make an entry. Nothing is to be recorded yet: {@link #added} follows, but not for
	 * each.
	 * @param origin whose it is
	 * @param dot its number
	 * @param body what it says, to be kept and not to be changed. A peer may send
	 * anything: bytes that make no sense make an entry that means nothing, never an
	 * exception
	 * @return the entry, with this dot and a body that {@code create} makes the same
	 * entry of on another member
	 */
	E create(Origin<E> origin, long dot, byte[] body);

	/**
	 * Make the entry that replaces another. By default the new body says all.
	 * @param origin whose it is
	 * @param dot the new one's number
	 * @param before the old one
	 * @param change what the update says
	 * @return the entry, with this dot and a body that {@link #create} makes the same
	 * entry of
	 */
	default E update(Origin<E> origin, long dot, E before, byte[] change) {
		return create(origin, dot, change);
	}

	/**
	 * There is a new entry.
	 * @param origin whose it is
	 * @param entry the entry
	 */
	default void added(Origin<E> origin, E entry) {
	}

	/**
	 * An entry is gone.
	 * @param origin whose it was
	 * @param entry the entry
	 */
	default void removed(Origin<E> origin, E entry) {
	}

	/**
	 * An entry was replaced. A replica that was not told of the update itself, but of
	 * what it led to, says {@link #removed} and {@link #added} instead.
	 * @param origin whose it is
	 * @param before the old one
	 * @param after the new one, with another dot
	 */
	default void updated(Origin<E> origin, E before, E after) {
		removed(origin, before);
		added(origin, after);
	}

	/**
	 * An origin has come into the view, for the first time or again. Its entries, if
	 * there are any yet, count from now on.
	 * @param origin the origin
	 */
	default void shown(Origin<E> origin) {
	}

	/**
	 * The replica has caught up with an origin: with all that it had when it came into
	 * the view, or more.
	 * @param origin the origin
	 */
	default void current(Origin<E> origin) {
	}

	/**
	 * An origin has gone out of the view. Its entries are kept for a while, in case it
	 * comes back, and do not count meanwhile.
	 * @param origin the origin
	 */
	default void hidden(Origin<E> origin) {
	}

	/**
	 * The entries of an origin are dropped, all at once: it left, or was away for too
	 * long. {@link #removed} is not called for them.
	 * @param origin the origin
	 * @param entries what there was; may be kept, to clear up little by little
	 * @param wasVisible whether it was visible until now
	 */
	default void gone(Origin<E> origin, Entries<E> entries, boolean wasVisible) {
	}

	/**
	 * The replica has come to a view: origins are shown and hidden as it says. Who came
	 * into it is not current before its entries were compared; and nobody is after a
	 * merge, or after views that were not seen here, in which anybody may have been away.
	 * @param view the view
	 */
	default void viewChanged(ClusterView view) {
	}

	/**
	 * All other members of the view know this member's operations up to a number.
	 * @param version the number
	 */
	default void confirmed(long version) {
	}

	/**
	 * All that came together was told: a good moment to publish it.
	 */
	default void batchEnded() {
	}

}
