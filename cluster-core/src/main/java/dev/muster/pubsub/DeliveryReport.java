package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Collections;

import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message on each member that it was to reach by its scope: those of the
 * view in which it was published.
 *
 * @param verdicts the verdicts, in the order of the view; unmodifiable
 */
public record DeliveryReport(Map<Member, Verdict> verdicts) {

	public DeliveryReport {
		verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
	}

	/**
	 * Return what became of it on one member.
	 * @param member the member's id
	 * @return the verdict, or {@code null} if the message was not to reach that member
	 */
	public @Nullable Verdict verdict(MemberId member) {
		for (Map.Entry<Member, Verdict> entry : this.verdicts.entrySet()) {
			if (entry.getKey().id().equals(member)) {
				return entry.getValue();
			}
		}
		return null;
	}

	/**
	 * Return how many members have a verdict.
	 * @param verdict the verdict
	 * @return how many have it
	 */
	public int count(Verdict verdict) {
		return (int) this.verdicts.values().stream().filter((each) -> each == verdict).count();
	}

	/**
	 * Return whether the message was handled wherever somebody wanted it.
	 * @return whether each member has the verdict {@link Verdict#DELIVERED} or
	 * {@link Verdict#NO_SUBSCRIBER}
	 */
	public boolean isComplete() {
		return count(Verdict.DELIVERED) + count(Verdict.NO_SUBSCRIBER) == this.verdicts.size();
	}

	/**
	 * What became of a message on one member.
	 */
	public enum Verdict {

		/** The handlers of all its subscriptions that match have returned. */
		DELIVERED,

		/**
		 * No subscription of this member was to get it; also if only groups match, and
		 * other members of these were chosen.
		 */
		NO_SUBSCRIBER,

		/**
		 * At least one of its subscriptions did not handle it: a queue on the way was
		 * full, the payload could not become what the subscription wants, or the handler
		 * failed.
		 */
		REFUSED,

		/** No verdict came in time. It may have been handled, or may yet be. */
		TIMED_OUT,

		/** The member left the view before its verdict came. */
		LEFT

	}

}
