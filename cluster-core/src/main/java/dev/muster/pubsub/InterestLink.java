package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What another member and this one know of one another's interest: our end of the
 * exchange. A member is sent a snapshot first, deltas afterwards, and confirms each; it
 * asks for a snapshot when a delta does not follow on what it knows. Frames that got lost
 * nevertheless are made good by {@link #repair}.
 *
 * <p>
 * Pure state, without threads or time. Not safe for use by many threads.
 */
final class InterestLink {

	private static final long NONE = -1;

	private final PeerInterest theirs;

	/** Version of our interest that it was sent. */
	private long told = NONE;

	/** Version of our interest that it confirmed. */
	private long confirmed = NONE;

	/** Version of our interest that it should have confirmed by the next repair. */
	private long expected = NONE;

	/** Version of its interest that we have to confirm. */
	private long ackDue = NONE;

	private boolean requestDue;

	private boolean waited;

	InterestLink() {
		this(new PeerInterest());
	}

	InterestLink(PeerInterest theirs) {
		this.theirs = theirs;
	}

	/**
	 * Return what it wants, as far as we know.
	 */
	PeerInterest theirs() {
		return this.theirs;
	}

	/**
	 * Return the version of our interest that it is known to know, or -1.
	 */
	long confirmed() {
		return this.confirmed;
	}

	/**
	 * It came back into the view: it forgot us, and we may have missed what it said.
	 */
	void rejoined() {
		this.theirs.reset();
		this.told = NONE;
		this.confirmed = NONE;
		this.expected = NONE;
		this.ackDue = NONE;
		this.requestDue = false;
		this.waited = false;
	}

	/**
	 * It may have been away and back: ask what it wants by now, and until it says so take
	 * it to want everything.
	 */
	void mayHaveBeenAway() {
		this.theirs.reset();
		this.requestDue = true;
	}

	/**
	 * It needs a snapshot: it asks for it, or may have forgotten us.
	 */
	void announceAgain() {
		this.told = NONE;
	}

	/**
	 * It confirmed a version of our interest.
	 */
	void ack(long version) {
		this.confirmed = Math.max(this.confirmed, version);
	}

	/**
	 * It sent a part of a snapshot.
	 */
	PeerInterest.Outcome snapshot(boolean first, boolean last, long version, List<String> patterns) {
		return settle(this.theirs.snapshot(first, last, version, patterns));
	}

	/**
	 * It sent changes.
	 */
	PeerInterest.Outcome delta(long from, long to, List<InterestChange> changes) {
		return settle(this.theirs.delta(from, to, changes));
	}

	private PeerInterest.Outcome settle(PeerInterest.Outcome outcome) {
		switch (outcome) {
			case REPLACED, CHANGED -> this.ackDue = this.theirs.version();
			case GAP -> this.requestDue = true;
			case NOTHING -> {
			}
		}
		return outcome;
	}

	/**
	 * Return what there is to tell it, and take it as told.
	 */
	Telling take(OwnInterest own) {
		List<InterestChange> changes = null;
		List<String> patterns = null;
		long from = this.told;
		if (from != own.version()) {
			changes = own.since(from);
			patterns = (changes != null) ? null : own.patterns();
		}
		Telling telling = new Telling(this.requestDue, this.ackDue, from, own.version(), changes, patterns);
		this.requestDue = false;
		this.ackDue = NONE;
		this.told = own.version();
		return telling;
	}

	/**
	 * Time has passed. What should have come since the last time is asked for, or told,
	 * once more.
	 * @param version the version of our interest
	 * @return whether something is still expected
	 */
	boolean repair(long version) {
		boolean unknown = !this.theirs.isKnown();
		if (unknown && this.waited) {
			this.requestDue = true;
		}
		this.waited = unknown;
		boolean unconfirmed = this.confirmed < version;
		if (unconfirmed && this.confirmed < this.expected) {
			announceAgain();
		}
		this.expected = version;
		return unknown || unconfirmed;
	}

	/**
	 * What there is to tell a member.
	 *
	 * @param request whether to ask for its interest
	 * @param ack the version of its interest to confirm, or -1
	 * @param from the version of our interest that it was told, or -1
	 * @param to the version of our interest now
	 * @param changes what changed since then, if that is to be told
	 * @param patterns all patterns, if those are to be told
	 */
	record Telling(boolean request, long ack, long from, long to, @Nullable List<InterestChange> changes,
			@Nullable List<String> patterns) {

		List<byte[]> frames(int maxSize) {
			List<byte[]> frames = new ArrayList<>();
			if (this.request) {
				frames.add(Frames.request());
			}
			if (this.ack >= 0) {
				frames.add(Frames.ack(this.ack));
			}
			if (this.changes != null) {
				frames.addAll(Frames.deltas(this.from, this.changes, maxSize));
			}
			if (this.patterns != null) {
				frames.addAll(Frames.snapshot(this.to, this.patterns, maxSize));
			}
			return frames;
		}

	}

}
