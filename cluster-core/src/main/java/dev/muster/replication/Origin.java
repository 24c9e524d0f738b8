package dev.muster.replication;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * A member as the writer of a log, and what this replica has of it. One object for each
 * incarnation of a member, from when it is first in the view until it is dropped; this
 * member's own outlives restarts.
 *
 * <p>
 * The status may be read by any thread, {@link #find} and {@link #entries} are for the
 * replica's listener and for {@link Replica#read}.
 *
 * @param <E> the type of entries
 */
public final class Origin<E extends Entry> {

	private final int index;

	private final boolean self;

	private final LiveSet<E> live = new LiveSet<>();

	private volatile @Nullable Member member;

	private volatile State state = State.DOWN;

	private volatile boolean current;

	private volatile long version;

	private volatile long head;

	private volatile int size;

	private volatile @Nullable Object attachment;

	/** What is to be fetched of it, if something is. */
	private final Fetch<E> fetch = new Fetch<>();

	private boolean announced;

	private long hiddenSince;

	Origin(int index, @Nullable Member member, boolean self) {
		this.index = index;
		this.member = member;
		this.self = self;
	}

	/**
	 * Return a small number for this origin, which no other one has at the same time.
	 * @return the number, from 0: this member's own is 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * Return the member.
	 * @return the member; {@code null} only for this member before its first start
	 */
	public @Nullable Member member() {
		return this.member;
	}

	/**
	 * Return whether this is this member itself.
	 * @return whether it is
	 */
	public boolean isSelf() {
		return this.self;
	}

	/**
	 * Return what became of it.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Return whether its entries count.
	 * @return whether it is {@link State#UP}
	 */
	public boolean isVisible() {
		return this.state == State.UP;
	}

	/**
	 * Return whether all is here that it had when it came into the view. Until then it
	 * may have more entries, and may have removed some.
	 * @return whether it is; always for this member itself
	 */
	public boolean isCurrent() {
		return this.current;
	}

	/**
	 * Return how much of its log is here.
	 * @return the number of its last operation that is
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Return how long its log is known to be.
	 * @return the number of its last operation that we have heard of
	 */
	public long head() {
		return Math.max(this.head, this.version);
	}

	/**
	 * Return how many entries it has.
	 * @return their number
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Find an entry.
	 * @param dot its number
	 * @return the entry, or {@code null} if there is none
	 */
	public @Nullable E find(long dot) {
		return this.live.find(dot);
	}

	/**
	 * Take its entries as they are now.
	 * @return the entries
	 */
	public Entries<E> entries() {
		return this.live.capture();
	}

	/**
	 * Return what the user of the replica attached.
	 * @return the object, or {@code null}
	 */
	public @Nullable Object attachment() {
		return this.attachment;
	}

	/**
	 * Attach an object, which is kept as long as this one.
	 * @param object the object, or {@code null}
	 */
	public void attach(@Nullable Object object) {
		this.attachment = object;
	}

	LiveSet<E> live() {
		return this.live;
	}

	Fetch<E> fetch() {
		return this.fetch;
	}

	void setMember(Member newMember) {
		this.member = newMember;
	}

	Member requireMember() {
		Member known = this.member;
		if (known == null) {
			throw new IllegalStateException("This member was never started");
		}
		return known;
	}

	void setState(State newState) {
		this.state = newState;
	}

	void setCurrent(boolean newCurrent) {
		this.current = newCurrent;
	}

	/** What is here is the result of the first operations of its log, up to this one. */
	void setVersion(long newVersion) {
		this.version = newVersion;
		this.size = this.live.size();
	}

	/** Its log is known to be at least so long. */
	void raiseHead(long newHead) {
		if (newHead > this.head) {
			this.head = newHead;
		}
	}

	/** What was heard of its log is not to be had. */
	void resetHead() {
		this.head = this.version;
	}

	/** Whether it said itself, since it came into the view, how long its log is. */
	boolean isAnnounced() {
		return this.announced;
	}

	void setAnnounced(boolean newAnnounced) {
		this.announced = newAnnounced;
	}

	long hiddenSince() {
		return this.hiddenSince;
	}

	void setHiddenSince(long now) {
		this.hiddenSince = now;
	}

	@Override
	public String toString() {
		return this.member + " (" + this.state + ", version " + this.version + ")";
	}

	/**
	 * What became of an origin.
	 */
	public enum State {

		/** In the view. */
		UP,

		/** Out of the view, hidden, and kept in case it comes back. */
		DOWN,

		/** In the view, but it said that it writes no more. */
		LEFT,

		/** Dropped. */
		GONE

	}

}
