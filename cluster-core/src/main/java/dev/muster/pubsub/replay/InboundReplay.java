package dev.muster.pubsub.replay;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one ring of a publisher on their way to this member: each is delivered
 * once, in the order of its number, or reported as lost. When a number is missing, the
 * publisher is asked for it, and what comes after it is held back; what there is no room
 * for is asked for later. A gap that is not filled in time is lost, and so is what the
 * publisher does not keep any more.
 *
 * <p>
 * A publisher that starts again with a higher epoch has forgotten us. Numbers that are
 * behind the gap asked for, delivered, or of an older epoch come twice and are left out.
 * <p>
 * Outlives the publisher's absence. Pure state, not safe for use by many threads.
 */
public final class InboundReplay {

	private final Limits limits;

	private final NavigableMap<Long, byte[]> held = new TreeMap<>();

	private long heldBytes;

	private long epoch;

	/** The lowest number that was neither delivered nor lost. Not held. */
	private long expected = 1;

	/** The highest number that was sent or given up, so that it is missing by now. */
	private long known;

	/** The highest number that is known to be drawn. */
	private long announced;

	/** What was asked for last, or 0. */
	private long askedTo;

	private long progressAt;

	private boolean progress;

	/**
	 * Create the state of a publisher that we have nothing of.
	 * @param limits the bounds
	 */
	public InboundReplay(Limits limits) {
		this.limits = limits;
	}

	/**
	 * A message came from its publisher's queue.
	 * @param messageEpoch which numbers
	 * @param number its number
	 * @param behind how many numbers after it are drawn
	 * @param message the message, if it is held back
	 * @param now what time it is, in milliseconds
	 * @param effects what is to be done before that
	 * @return whether it is to be delivered, and then {@link #proceed} to be called
	 */
	public boolean arrived(long messageEpoch, long number, long behind, Supplier<byte[]> message, long now,
			Effects effects) {
		if (!begin(messageEpoch, effects)) {
			return false;
		}
		this.announced = Math.max(this.announced, number + behind);
		if (number < this.expected || this.held.containsKey(number)) {
			return false;
		}
		if (number == this.expected) {
			this.expected++;
			moved(now);
			return true;
		}
		if (this.held.size() < this.limits.held()) {
			byte[] bytes = message.get();
			if (this.heldBytes + bytes.length <= this.limits.heldBytes()) {
				this.held.put(number, bytes);
				this.heldBytes += bytes.length;
			}
		}
		this.known = Math.max(this.known, number); // with no room it is missing, too
		ask(now, effects);
		return false;
	}

	/**
	 * The publisher says that all below a number was sent or given up.
	 * @param positionEpoch which numbers
	 * @param next the number
	 * @param now what time it is, in milliseconds
	 * @param effects what is to be done
	 */
	public void position(long positionEpoch, long next, long now, Effects effects) {
		if (begin(positionEpoch, effects)) {
			this.known = Math.max(this.known, next - 1);
			ask(now, effects);
		}
	}

	/**
	 * The publisher answers with all that it has of some numbers.
	 * @param answerEpoch which numbers
	 * @param from the first number
	 * @param to the last one
	 * @param message the message of the last one; {@code null} if that is not kept either
	 * @param now what time it is, in milliseconds
	 * @param effects what is to be done
	 */
	public void filled(long answerEpoch, long from, long to, byte @Nullable [] message, long now, Effects effects) {
		// If not, a part is missing that was to come before
		boolean expectedHere = from <= this.expected && this.expected <= to;
		if (answerEpoch != this.epoch || !expectedHere || to > this.known) {
			return;
		}
		release(to, message, effects);
		moved(now);
		proceed(now, effects);
	}

	/**
	 * Go on behind what was delivered.
	 * @param now what time it is, in milliseconds
	 * @param effects what is to be done
	 */
	public void proceed(long now, Effects effects) {
		while (!this.held.isEmpty() && this.held.firstKey() == this.expected) {
			deliverFirst(effects);
			this.expected++;
		}
		if (this.expected > this.askedTo) {
			this.askedTo = 0;
		}
		ask(now, effects);
	}

	/**
	 * Time has passed.
	 * @param now what time it is, in milliseconds
	 * @param effects what is to be done
	 * @return whether to come again, since something is missing
	 */
	public boolean tick(long now, Effects effects) {
		if (!isMissing()) {
			return false;
		}
		if (now - this.progressAt >= this.limits.timeoutMillis()) {
			giveUp(effects);
			return false;
		}
		if (!this.progress) {
			this.askedTo = 0; // the question or the answer was lost
			long since = this.progressAt;
			ask(now, effects);
			this.progressAt = since;
		}
		this.progress = false;
		return true;
	}

	/**
	 * The publisher has left for good: nothing comes any more.
	 * @param effects what is to be done
	 */
	public void left(Effects effects) {
		this.known = Math.max(this.known, this.announced);
		giveUp(effects);
	}

	/**
	 * What is missing is lost.
	 * @param effects what is to be done
	 */
	public void giveUp(Effects effects) {
		if (isMissing()) {
			release(this.known, null, effects);
		}
		this.askedTo = 0;
	}

	/**
	 * Return whether something is missing.
	 * @return whether there is a gap
	 */
	public boolean isMissing() {
		return this.expected <= this.known;
	}

	/**
	 * Return the lowest number that was neither delivered nor lost.
	 * @return the number
	 */
	public long expected() {
		return this.expected;
	}

	private boolean begin(long newEpoch, Effects effects) {
		if (newEpoch > this.epoch) {
			giveUp(effects);
			this.epoch = newEpoch;
			this.expected = 1;
			this.known = 0;
			this.announced = 0;
		}
		return newEpoch == this.epoch;
	}

	private void ask(long now, Effects effects) {
		if (this.askedTo == 0 && isMissing()) {
			this.askedTo = this.held.isEmpty() ? this.known : this.held.firstKey() - 1;
			moved(now);
			effects.ask(this.epoch, this.expected, this.askedTo);
		}
	}

	private void moved(long now) {
		this.progressAt = now;
		this.progress = true;
	}

	/** Step behind a number: deliver what is here, and give up what is not. */
	private void release(long to, byte @Nullable [] last, Effects effects) {
		while (!this.held.isEmpty() && this.held.firstKey() <= to) {
			long number = this.held.firstKey();
			lost(number - 1, effects);
			deliverFirst(effects);
			this.expected = number + 1;
		}
		if (last != null && this.expected <= to) {
			lost(to - 1, effects);
			effects.deliver(last, true);
			this.expected = to + 1;
		}
		lost(to, effects);
	}

	private void deliverFirst(Effects effects) {
		Map.Entry<Long, byte[]> first = this.held.pollFirstEntry();
		this.heldBytes -= first.getValue().length;
		effects.deliver(first.getValue(), false);
	}

	private void lost(long to, Effects effects) {
		if (this.expected <= to) {
			effects.lost(this.expected, to);
			this.expected = to + 1;
		}
	}

	/**
	 * What there is to be done, in this order.
	 */
	public interface Effects {

		/**
		 * Deliver a message.
		 * @param message the message
		 * @param replayed whether it had been missing
		 */
		void deliver(byte[] message, boolean replayed);

		/**
		 * Report messages as lost.
		 * @param from the number of the first
		 * @param to the number of the last
		 */
		void lost(long from, long to);

		/**
		 * Ask the publisher for messages.
		 * @param epoch which numbers
		 * @param from the number of the first
		 * @param to the number of the last
		 */
		void ask(long epoch, long from, long to);

	}

	/**
	 * Bounds.
	 *
	 * @param held how many messages are held back at the most
	 * @param heldBytes how many bytes these have at the most
	 * @param timeoutMillis for how long a gap stays open without any progress
	 */
	public record Limits(int held, long heldBytes, long timeoutMillis) {
	}

}
