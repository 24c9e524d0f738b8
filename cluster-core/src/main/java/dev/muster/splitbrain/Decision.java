package dev.muster.splitbrain;

import java.util.Objects;

/**
 * What a policy decided for a side.
 *
 * @param verdict what the side may do
 * @param reason why, for people
 */
public record Decision(Verdict verdict, String reason) {

	public Decision {
		Objects.requireNonNull(verdict, "verdict");
		Objects.requireNonNull(reason, "reason");
	}

	/**
	 * Let the side act.
	 * @param reason why
	 * @return the decision
	 */
	public static Decision quorate(String reason) {
		return new Decision(Verdict.QUORATE, reason);
	}

	/**
	 * Let the side not act.
	 * @param reason why
	 * @return the decision
	 */
	public static Decision minority(String reason) {
		return new Decision(Verdict.MINORITY, reason);
	}

	/**
	 * Let the side not act yet.
	 * @param reason what has to be known first
	 * @return the decision
	 */
	public static Decision undecided(String reason) {
		return new Decision(Verdict.UNDECIDED, reason);
	}

	/**
	 * Return whether the side may act.
	 * @return whether it may
	 */
	public boolean isQuorate() {
		return this.verdict == Verdict.QUORATE;
	}

}
