package dev.muster.replication;

/**
 * A datum that a member owns, as each replica holds it. Users extend it by what they need
 * to find it again, so that there is one object for each entry. Dot and body never
 * change: an update makes another entry.
 */
public abstract class Entry {

	private final long dot;

	private final byte[] body;

	/**
	 * Create an entry.
	 * @param dot the number of the operation that made it
	 * @param body what it says; not copied, and not to be changed
	 */
	protected Entry(long dot, byte[] body) {
		this.dot = dot;
		this.body = body;
	}

	/**
	 * Return the number of the operation, in the log of the origin, that made this entry.
	 * Together with the origin it names the entry in the whole cluster.
	 * @return the number, from 1
	 */
	public final long dot() {
		return this.dot;
	}

	/**
	 * Return what the entry says.
	 * @return the bytes themselves, not to be changed
	 */
	public final byte[] body() {
		return this.body;
	}

}
