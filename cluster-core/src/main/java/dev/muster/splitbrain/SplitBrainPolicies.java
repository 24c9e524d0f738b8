package dev.muster.splitbrain;

import java.util.Comparator;
import java.util.List;

import dev.muster.Member;

/**
 * The policies that come with Muster and need nobody outside the cluster. They follow
 * those of the Split Brain Resolver of Pekko.
 */
public final class SplitBrainPolicies {

	private SplitBrainPolicies() {
	}

	/**
	 * Let every side act: for those to whom staying available is worth more than being
	 * one.
	 * @return the policy; several sides are quorate
	 */
	public static SplitBrainPolicy none() {
		return (snapshot) -> Decision.quorate("the policy lets every side act");
	}

	/**
	 * Let the side act that has more than half of the stable membership. Of two halves it
	 * is the one with the lowest member id.
	 * @return the policy; no side is quorate if none has half
	 */
	public static SplitBrainPolicy keepMajority() {
		return (snapshot) -> {
			List<Member> stable = snapshot.stable();
			if (stable.isEmpty()) {
				return noYardstick();
			}
			List<Member> present = snapshot.present();
			String count = present.size() + " of the " + stable.size() + " members of the stable membership are here";
			int twice = 2 * present.size();
			if (twice == stable.size()) {
				Member lowest = stable.stream().min(Comparator.comparing(Member::id)).orElseThrow();
				return present.contains(lowest)
						? Decision.quorate(count + ", just half, and with them the lowest, " + lowest.name())
						: Decision.minority(count + ", just half, and the lowest, " + lowest.name() + ", is not");
			}
			return (twice > stable.size()) ? Decision.quorate(count) : Decision.minority(count);
		};
	}

	/**
	 * Let the side act that has more than half of the size that the cluster is expected
	 * to have. Whether members are new does not matter, so a cluster that just starts is
	 * judged too.
	 * <p>
	 * Of two sides at most one is quorate only while no more nodes run than expected:
	 * else both could have more than half. Where that shows, no side is quorate; two
	 * sides that grow without knowing of each other cannot see it.
	 * @param expectedSize how many members there are at the most
	 * @return the policy
	 * @throws IllegalArgumentException if the expected size is not positive
	 */
	public static SplitBrainPolicy staticQuorum(int expectedSize) {
		if (expectedSize < 1) {
			throw new IllegalArgumentException("The expected size has to be positive, not " + expectedSize);
		}
		int quorum = expectedSize / 2 + 1;
		return (snapshot) -> {
			int known = snapshot.stable().size() + snapshot.side().size() - snapshot.present().size();
			if (known >= 2 * quorum) {
				return Decision.undecided("there are " + known + " members, of which two sides could have the"
						+ " quorum of " + quorum + ": the expected size of " + expectedSize + " is too small");
			}
			String count = snapshot.side().size() + " members are here, and the quorum is " + quorum + " of "
					+ expectedSize;
			return (snapshot.side().size() >= quorum) ? Decision.quorate(count) : Decision.minority(count);
		};
	}

	/**
	 * Let the side act that has the oldest of the stable membership.
	 * @param ifAlone whether the oldest may act if no other of a larger stable membership
	 * is with it. If not, all the others may, provided that they are on one side: then a
	 * crash of the oldest does not stop the cluster
	 * @return the policy
	 */
	public static SplitBrainPolicy keepOldest(boolean ifAlone) {
		return (snapshot) -> {
			List<Member> stable = snapshot.stable();
			if (stable.isEmpty()) {
				return noYardstick();
			}
			Member oldest = stable.get(0);
			List<Member> present = snapshot.present();
			if (present.contains(oldest)) {
				return (ifAlone || present.size() > 1 || stable.size() == 1)
						? Decision.quorate("the oldest, " + oldest.name() + ", is here")
						: Decision.minority("the oldest, " + oldest.name() + ", is here alone");
			}
			// some of the others may still be with the oldest, and that side would go on
			return (!ifAlone && !present.isEmpty() && present.size() == stable.size() - 1)
					? Decision.quorate("all but the oldest, " + oldest.name() + ", are here")
					: Decision.minority("the oldest, " + oldest.name() + ", is not here");
		};
	}

	private static Decision noYardstick() {
		return Decision.undecided("no members have been one cluster for long enough yet");
	}

}
