package dev.muster.pubsub;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What another member wants, as far as it told. Until it did, it may want everything: it
 * is better to send in vain than not to send. Not safe for use by many threads.
 */
final class PeerInterest {

	/**
	 * How many patterns are remembered; a member with more is taken to want everything.
	 */
	static final int MAX_PATTERNS = 1_000_000;

	private static final long UNKNOWN = -1;

	private final int maxPatterns;

	private long version = UNKNOWN;

	private PeerPatterns patterns = new PeerPatterns();

	private boolean everything;

	private @Nullable PeerPatterns incoming;

	private boolean incomingEverything;

	private boolean asked;

	PeerInterest() {
		this(MAX_PATTERNS);
	}

	PeerInterest(int maxPatterns) {
		this.maxPatterns = maxPatterns;
	}

	long version() {
		return this.version;
	}

	boolean isKnown() {
		return this.version != UNKNOWN;
	}

	/**
	 * Return whether messages to a topic have to be sent there.
	 */
	boolean mayWant(String topic) {
		return !isKnown() || wants(topic);
	}

	/**
	 * Return whether it told that it wants the messages of a topic, besides groups.
	 */
	boolean wants(String topic) {
		return isKnown() && (this.everything || this.patterns.subscribes(topic));
	}

	/**
	 * Return whether it told that it wants the messages of a topic, or that a group is to
	 * get them that it is in.
	 */
	boolean isSubscriber(String topic) {
		return wants(topic) || !groups(topic).isEmpty();
	}

	/**
	 * Return the groups that it told to be in.
	 */
	Set<String> groups(String topic) {
		return this.patterns.groups(topic);
	}

	/**
	 * Return whether it may answer requests to a topic.
	 */
	boolean mayRespond(String topic) {
		return !isKnown() || this.everything || this.patterns.responds(topic);
	}

	/**
	 * Forget all: the member may have forgotten us.
	 */
	void reset() {
		this.version = UNKNOWN;
		this.patterns = new PeerPatterns();
		this.everything = false;
		this.incoming = null;
		this.asked = false;
	}

	/**
	 * Take a part of a snapshot. It holds whatever its version: its owner sends in order,
	 * so that what comes last is true.
	 */
	Outcome snapshot(boolean first, boolean last, long newVersion, List<String> part) {
		if (first) {
			this.incoming = new PeerPatterns();
			this.incomingEverything = false;
		}
		PeerPatterns target = this.incoming;
		if (target == null) {
			return ask();
		}
		for (String pattern : part) {
			if (target.size() >= this.maxPatterns) {
				this.incomingEverything = true;
				break;
			}
			target.add(pattern);
		}
		if (!last) {
			return Outcome.NOTHING;
		}
		this.patterns = target;
		this.everything = this.incomingEverything;
		this.version = newVersion;
		this.incoming = null;
		this.asked = false;
		return Outcome.REPLACED;
	}

	/**
	 * Take changes.
	 */
	Outcome delta(long from, long to, List<InterestChange> changes) {
		if (from != this.version) {
			return ask();
		}
		for (InterestChange change : changes) {
			if (!change.added()) {
				this.patterns.remove(change.pattern());
			}
			else if (this.patterns.size() < this.maxPatterns) {
				this.patterns.add(change.pattern());
			}
			else {
				this.everything = true;
			}
		}
		this.version = to;
		return Outcome.CHANGED;
	}

	private Outcome ask() {
		if (this.asked) {
			return Outcome.NOTHING;
		}
		this.asked = true;
		return Outcome.GAP;
	}

	/**
	 * What a frame did.
	 */
	enum Outcome {

		/** Nothing yet. */
		NOTHING,

		/** All may be different now. */
		REPLACED,

		/** The patterns of the changes are different now. */
		CHANGED,

		/** Something is missing: ask for a snapshot. */
		GAP

	}

}
