package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * How a starting node decides whom to join, or that it founds the cluster itself. Pure:
 * what is heard and what time it is goes in, a {@link Decision} comes out.
 *
 * <p>
 * The rules, which keep nodes that start together from founding several clusters:
 * <ol>
 * <li>Everybody listens before asking, so of two nodes at least the later one finds the
 * other. Who is asked thereby learns of the asker.</li>
 * <li>Whoever hears of a coordinator joins it.</li>
 * <li>Nobody founds while a candidate has neither answered nor refused the connection, up
 * to the join timeout; nor while another is {@linkplain Standing#FOUNDING founding}.</li>
 * <li>Of those that are joining and may found, the one with the lowest id founds. What it
 * was asked before it decided it has taken into account; whoever asks after that hears
 * that it is founding, and waits.</li>
 * <li>A node that its topologies do not list waits for one that they do, up to the seed
 * timeout.</li>
 * <li>Nothing waits for ever: at the deadline the node founds a cluster, and merging
 * heals what that may have split.</li>
 * </ol>
 * Not thread-safe.
 */
final class Rendezvous {

	/** The reason to wait that discovery can tell more about. */
	static final String NOT_LISTED = "no topology lists this node";

	/** How often a candidate that has not answered is asked again. */
	static final long PROBE_INTERVAL = Duration.ofMillis(100).toNanos();

	/** How often a candidate that is not there is asked again. */
	static final long ABSENT_PROBE_INTERVAL = Duration.ofMillis(500).toNanos();

	/** How long an answer counts if it is not renewed. */
	static final long ANSWER_EXPIRY = Duration.ofMillis(1500).toNanos();

	/** Bound of the table; discovery has a bound of its own far below this. */
	static final int MAX_CANDIDATES = 4096;

	private final MemberId self;

	private final InetSocketAddress address;

	private final long joinTimeout;

	private final long seedTimeout;

	private final long startedAt;

	private final Map<InetSocketAddress, Candidate> candidates = new HashMap<>();

	private boolean listed;

	private boolean founding;

	Rendezvous(MemberId self, InetSocketAddress address, Duration joinTimeout, Duration seedTimeout, long now) {
		this.self = self;
		this.address = address;
		this.joinTimeout = joinTimeout.toNanos();
		this.seedTimeout = seedTimeout.toNanos();
		this.startedAt = now;
	}

	/**
	 * Discovery answered.
	 * @param addresses the candidates
	 * @param mayFound whether discovery allows this node to found a cluster
	 * @param now the time
	 */
	void discovered(Collection<InetSocketAddress> addresses, boolean mayFound, long now) {
		this.listed = mayFound;
		for (InetSocketAddress candidate : addresses) {
			learn(candidate, now);
		}
	}

	/**
	 * An address was mentioned.
	 * @param candidate the address
	 * @param now the time
	 */
	void learn(InetSocketAddress candidate, long now) {
		if (!candidate.equals(this.address) && this.candidates.size() < MAX_CANDIDATES) {
			this.candidates.computeIfAbsent(candidate, (key) -> new Candidate(now));
		}
	}

	/**
	 * A peer answered, or asked: both tell its state.
	 * @param asked the address at which it was asked, or the one it says it has
	 * @param state its state
	 * @param now the time
	 */
	void heard(InetSocketAddress asked, PeerState state, long now) {
		if (state.id().equals(this.self)) {
			Candidate candidate = this.candidates.get(asked);
			if (candidate != null) {
				candidate.outcome = Outcome.NOBODY_TO_JOIN; // it is this node
			}
			return;
		}
		learn(asked, now);
		learn(state.address(), now);
		if (state.coordinator() != null) {
			learn(state.coordinator(), now);
		}
		for (InetSocketAddress key : List.of(asked, state.address())) {
			Candidate candidate = this.candidates.get(key);
			if (candidate != null) {
				candidate.heard(state, now);
			}
		}
	}

	/**
	 * There is nobody at an address: the connection was refused, or something else than a
	 * node of this cluster is there.
	 * @param candidate the address
	 */
	void absent(InetSocketAddress candidate) {
		Candidate known = this.candidates.get(candidate);
		// Who was heard of after it was asked has begun to listen in between: its silence
		// then
		// says nothing of now
		if (known != null && (known.state == null || known.heardAt < known.askedAt)) {
			known.outcome = Outcome.NOBODY_TO_JOIN;
			known.state = null;
		}
	}

	/**
	 * A connection ended without an answer. Simultaneous connects end that way too, so it
	 * counts only when it happens twice in a row.
	 * @param candidate the address
	 */
	void closed(InetSocketAddress candidate) {
		Candidate known = this.candidates.get(candidate);
		if (known != null && ++known.closes >= 2) {
			absent(candidate);
		}
	}

	/**
	 * Return who is to be asked now, and take note that they are.
	 * @param now the time
	 * @return the addresses
	 */
	List<InetSocketAddress> due(long now) {
		List<InetSocketAddress> due = new ArrayList<>();
		this.candidates.forEach((key, candidate) -> {
			candidate.expire(now);
			long interval = (candidate.outcome == Outcome.NOBODY_TO_JOIN) ? ABSENT_PROBE_INTERVAL : PROBE_INTERVAL;
			if (!candidate.asked || now - candidate.askedAt >= interval) {
				candidate.asked = true;
				candidate.askedAt = now;
				due.add(key);
			}
		});
		return due;
	}

	/**
	 * Decide. Once the decision is to found, it stays.
	 * @param now the time
	 * @return what to do
	 */
	Decision decide(long now) {
		if (this.founding) {
			return new Decision(Action.FOUND, null, "has decided so before");
		}
		PeerState coordinator = null;
		boolean others = false;
		boolean silent = false;
		boolean anotherFounds = false;
		boolean lowest = true;
		for (Candidate candidate : this.candidates.values()) {
			candidate.expire(now);
			PeerState state = candidate.state;
			if (candidate.outcome == Outcome.UNKNOWN) {
				silent |= now - candidate.learntAt < this.joinTimeout;
			}
			else if (state != null) {
				switch (state.standing()) {
					case MEMBER -> {
						others = true;
						if (state.isCoordinator() && (coordinator == null || better(state, coordinator))) {
							coordinator = state;
						}
					}
					case FOUNDING -> anotherFounds = true;
					case JOINING -> lowest &= !state.mayFound() || this.self.compareTo(state.id()) < 0;
				}
			}
		}
		if (coordinator != null) {
			return new Decision(Action.JOIN, coordinator, "its coordinator answered");
		}
		if (now - this.startedAt > this.seedTimeout + 2 * this.joinTimeout) {
			return found("waited in vain for somebody else to found the cluster");
		}
		if (others || silent || anotherFounds || !mayFound(now) || !lowest) {
			return new Decision(Action.WAIT, null,
					others ? "members answer, but not yet their coordinator"
							: silent ? "a candidate is silent" : anotherFounds ? "another node founds the cluster"
									: !lowest ? "a node with a lower id is to found the cluster" : NOT_LISTED);
		}
		return found("nobody else is there to join");
	}

	private Decision found(String reason) {
		this.founding = true;
		return new Decision(Action.FOUND, null, reason);
	}

	private static boolean better(PeerState state, PeerState than) {
		int result = Integer.compare(state.viewSize(), than.viewSize());
		return (result != 0) ? result > 0 : state.id().compareTo(than.id()) < 0;
	}

	/**
	 * Return whether this node may found a cluster if nobody else does.
	 * @param now the time
	 * @return whether it may
	 */
	boolean mayFound(long now) {
		return this.listed || now - this.startedAt >= this.seedTimeout;
	}

	/**
	 * Return this node's own state, to be told to whoever asks.
	 * @param now the time
	 * @return the state
	 */
	PeerState state(long now) {
		return this.founding ? PeerState.founding(this.self, this.address)
				: PeerState.joining(this.self, this.address, mayFound(now));
	}

	/**
	 * Return where other joining nodes are, so that those who ask learn of each other.
	 * @param limit how many at the most
	 * @return their addresses
	 */
	List<InetSocketAddress> joining(int limit) {
		Set<InetSocketAddress> addresses = new LinkedHashSet<>();
		for (Candidate candidate : this.candidates.values()) {
			PeerState state = candidate.state;
			if (state != null && state.standing() != Standing.MEMBER && addresses.size() < limit) {
				addresses.add(state.address());
			}
		}
		return List.copyOf(addresses);
	}

	/**
	 * Joining failed or its target is gone: forget the answers and look again.
	 * @param now the time
	 */
	void lookAgain(long now) {
		this.candidates.values().forEach((candidate) -> candidate.reset(now));
	}

	enum Action {

		WAIT, JOIN, FOUND

	}

	record Decision(Action action, @Nullable PeerState coordinator, String reason) {

	}

	private enum Outcome {

		UNKNOWN, ANSWERED, NOBODY_TO_JOIN

	}

	private static final class Candidate {

		private Outcome outcome = Outcome.UNKNOWN;

		private @Nullable PeerState state;

		private long learntAt;

		private long heardAt;

		private long askedAt;

		private boolean asked;

		private int closes;

		Candidate(long now) {
			this.learntAt = now;
		}

		void heard(PeerState newer, long now) {
			PeerState older = this.state;
			// A node only gets further: what says otherwise was overtaken on its way
			if (older == null || !older.id().equals(newer.id()) || older.standing().compareTo(newer.standing()) <= 0) {
				this.outcome = Outcome.ANSWERED;
				this.state = newer;
				this.heardAt = now;
				this.closes = 0;
			}
		}

		void reset(long now) {
			this.outcome = Outcome.UNKNOWN;
			this.state = null;
			this.learntAt = now;
			this.asked = false;
			this.closes = 0;
		}

		void expire(long now) {
			if (this.outcome == Outcome.ANSWERED && now - this.heardAt > ANSWER_EXPIRY) {
				reset(now);
			}
		}

	}

}
