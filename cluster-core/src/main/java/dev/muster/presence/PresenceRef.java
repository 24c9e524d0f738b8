package dev.muster.presence;

/**
 * Names an entry, on all members alike, from its join to its leave.
 *
 * @param origin the owner: one incarnation of a member
 * @param dot the entry's number among all that the owner ever made
 */
public record PresenceRef(long origin, long dot) {

	@Override
	public String toString() {
		return Long.toHexString(this.origin) + "." + this.dot;
	}

}
