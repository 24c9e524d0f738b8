package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who of a group gets a message, or answers a request.
 */
final class GroupChoice {

	private GroupChoice() {
	}

	/**
	 * Choose the member of a group: by the key if there is one, else by turns, and
	 * members before which nothing waits rather than others.
	 * @param group the group
	 * @param options the scope and the key
	 * @param self this member
	 * @return the choice, or {@code null} if nobody of the group is in the scope
	 */
	static @Nullable Candidate member(RouteGroup group, PublishOptions options, Member self) {
		List<Candidate> candidates = candidates(group, options, self);
		if (candidates.isEmpty()) {
			return null;
		}
		String key = options.key();
		return (key != null) ? heaviest(candidates, KeyHash.of(key))
				: leastLoaded(candidates, group.nextTurn(candidates.size()), (candidate) -> backlog(candidate, group));
	}

	/** Whether something waits there is what counts, not how much of it. */
	private static int backlog(Candidate candidate, RouteGroup group) {
		Peer peer = candidate.peer();
		if (peer != null) {
			return peer.isEmpty() ? 0 : 1;
		}
		for (LocalSubscription subscription : group.own()) {
			if (subscription.isEmpty()) {
				return 0;
			}
		}
		return 1;
	}

	/**
	 * Choose a responder: by the key if there is one, else one of this member, else of
	 * those with the fewest of our requests by turns.
	 * @param group the responders
	 * @param options the scope and the key
	 * @param self this member
	 * @param tried who has been asked already
	 * @return the choice, or {@code null} if there is nobody else in the scope
	 */
	static @Nullable Candidate responder(RouteGroup group, PublishOptions options, Member self, List<Member> tried) {
		List<Candidate> candidates = candidates(group, options, self);
		candidates.removeIf((candidate) -> tried.contains(candidate.member()));
		if (candidates.isEmpty()) {
			return null;
		}
		String key = options.key();
		if (key != null) {
			return heaviest(candidates, KeyHash.of(key));
		}
		Candidate first = candidates.get(0);
		return (first.peer() == null) ? first
				: leastLoaded(candidates, group.nextTurn(candidates.size()), Candidate::openRequests);
	}

	/**
	 * Return who is in the scope: this member first, the others in the order of the view.
	 * If nobody is, then who may be: rather a message to a group that was left meanwhile,
	 * which is counted there, than one that finds nobody although there are some.
	 */
	static List<Candidate> candidates(RouteGroup group, PublishOptions options, Member self) {
		List<Candidate> candidates = new ArrayList<>(group.peers().length + 1);
		MemberId only = options.member();
		PublishOptions.Scope scope = options.scope();
		if (group.own().length > 0 && scope != PublishOptions.Scope.OTHERS
				&& (only == null || only.equals(self.id()))) {
			candidates.add(new Candidate(self, null));
		}
		if (scope != PublishOptions.Scope.LOCAL) {
			add(group.peers(), only, candidates);
			if (candidates.isEmpty()) {
				add(group.former(), only, candidates);
			}
		}
		return candidates;
	}

	private static void add(Peer[] peers, @Nullable MemberId only, List<Candidate> candidates) {
		for (Peer peer : peers) {
			if (only == null || only.equals(peer.member().id())) {
				candidates.add(new Candidate(peer.member(), peer));
			}
		}
	}

	private static Candidate heaviest(List<Candidate> candidates, long keyHash) {
		Candidate best = candidates.get(0);
		for (Candidate candidate : candidates) {
			if (Long.compareUnsigned(KeyHash.weight(keyHash, candidate.member().id()),
					KeyHash.weight(keyHash, best.member().id())) > 0) {
				best = candidate;
			}
		}
		return best;
	}

	private static Candidate leastLoaded(List<Candidate> candidates, int start, ToIntFunction<Candidate> load) {
		Candidate best = candidates.get(start);
		int least = load.applyAsInt(best);
		for (int i = 1; i < candidates.size() && least > 0; i++) {
			Candidate next = candidates.get((start + i) % candidates.size());
			int nextLoad = load.applyAsInt(next);
			if (nextLoad < least) {
				best = next;
				least = nextLoad;
			}
		}
		return best;
	}

	/**
	 * Put this member's subscriptions of a group into the order in which to try them: by
	 * the key if there is one, else by turns.
	 */
	static List<LocalSubscription> inOrder(RouteGroup group, LocalSubscription[] subscriptions, boolean keyed,
			long keyHash) {
		int count = subscriptions.length;
		if (count <= 1) {
			return List.of(subscriptions);
		}
		int start = keyed ? (int) Math.floorMod(keyHash, (long) count) : group.nextTurn(count);
		List<LocalSubscription> order = new ArrayList<>(List.of(subscriptions));
		Collections.rotate(order, -start);
		return order;
	}

	/**
	 * Choose one of this member's subscriptions of a group: by the key if there is one,
	 * else by turns, and one before which nothing waits rather than others.
	 * @param subscriptions at least one
	 */
	static LocalSubscription subscription(RouteGroup group, LocalSubscription[] subscriptions, boolean keyed,
			long keyHash) {
		List<LocalSubscription> order = inOrder(group, subscriptions, keyed, keyHash);
		if (!keyed) {
			for (LocalSubscription subscription : order) {
				if (subscription.isEmpty()) {
					return subscription;
				}
			}
		}
		return order.get(0);
	}

	/**
	 * Who may be chosen.
	 *
	 * @param member the member
	 * @param peer the same as a peer, or {@code null} for this member itself
	 */
	record Candidate(Member member, @Nullable Peer peer) {

		private int openRequests() {
			return (this.peer != null) ? this.peer.openRequests().get() : 0;
		}

	}

}
