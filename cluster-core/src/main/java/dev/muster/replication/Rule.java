package dev.muster.replication;

/**
 * What simulation has proved necessary for replicas to agree. All hold in production;
 * tests switch off one at a time, to see that they would notice.
 */
enum Rule {

	/** An origin is created or fed only if it is in the view, or held already. */
	NO_STRANGERS,

	/** A snapshot is ignored by who has less than its asker had. */
	BASE_IS_HELD,

	/** Above its base, a snapshot has all: what it does not list is dropped. */
	EXHAUSTIVE_ABOVE_BASE,

	/** A block left out as its hash was equal says nothing of dots above the base. */
	DIGEST_ENDS_AT_BASE,

	/** The parts of a snapshot take effect together, with the last one. */
	COMMITTED_ONCE,

	/** A member in the view ends what is kept of an earlier one of its name. */
	NEW_INCARNATION_ENDS_OLD,

	/** Who said that it writes no more is not listened to while it is in the view. */
	LEFT_IS_FINAL,

	/**
	 * After a merge, and after views that were not seen here, members that stayed may
	 * have been away all the same: they are compared like those that join.
	 */
	STAYED_MAY_HAVE_BEEN_AWAY

}
