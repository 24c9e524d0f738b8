package dev.muster.transport.jgroups.netty;

import org.jspecify.annotations.Nullable;

/**
 * The present try to connect to a peer, and when there may be another one. Not
 * thread-safe.
 *
 * @param <C> a connection
 */
final class Dialling<C> {

	private final BackOff backOff;

	private @Nullable C attempt;

	private boolean again;

	Dialling(BackOff backOff) {
		this.backOff = backOff;
	}

	boolean isUnderWay() {
		return this.attempt != null;
	}

	boolean is(C connection) {
		return this.attempt == connection;
	}

	/**
	 * Begin.
	 * @param connection the connection to be
	 * @param anew whether it is to replace one, which needs no back-off
	 * @param now nanoseconds
	 * @return how long to wait before, in nanoseconds
	 */
	long begin(C connection, boolean anew, long now) {
		long delay = anew ? this.backOff.shortest(now) : this.backOff.delay(now);
		this.backOff.trying(now + delay);
		this.attempt = connection;
		return delay;
	}

	/** Demand another try after the present one, if there is one. */
	void again() {
		this.again = this.attempt != null;
	}

	/**
	 * A connection that was tried is established.
	 * @param connection the connection
	 * @param now nanoseconds
	 * @return whether another try is demanded
	 */
	boolean established(C connection, long now) {
		this.backOff.established(now);
		return is(connection) && end();
	}

	/** A connection that was tried, and then established, has ended. */
	void ended(long now) {
		this.backOff.ended(now);
	}

	/**
	 * The present try has failed.
	 * @return whether another try is demanded
	 */
	boolean failed() {
		this.backOff.failed();
		return end();
	}

	/** Call off the present try, and return it. */
	@Nullable C callOff() {
		C current = this.attempt;
		end();
		return current;
	}

	private boolean end() {
		boolean demanded = this.again;
		this.attempt = null;
		this.again = false;
		return demanded;
	}

}
