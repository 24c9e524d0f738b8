package dev.muster.pubsub;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one publisher that this member should have got and never will: dropped for
 * want of room on the publisher's side, lost when a view changed, or published while the
 * two were parted.
 *
 * <p>
 * A publisher numbers the messages that it has for a member, 1, 2, 3, for as long as
 * neither of the two is restarted. Both numbers are of that count. How many are lost is
 * exact; where in the order they were is so to within what waited in the publisher's
 * queue.
 *
 * @param publisher who published them
 * @param from number of the first one
 * @param to number of the last one
 * @param topics the pattern of the topics that they were published to, if the publisher
 * keeps a ring of these ({@link TopicSettings#replay()}): it counts them by themselves;
 * {@code **} if the publisher vanished before it told the pattern; {@code null} for all
 * others, which have one count
 */
public record MessagesLost(Member publisher, long from, long to, @Nullable String topics) {

	public MessagesLost {
		if (from < 1 || to < from) {
			throw new IllegalArgumentException("There are no messages " + from + " to " + to);
		}
	}

	/**
	 * Create messages of no ring.
	 * @param publisher who published them
	 * @param from number of the first one
	 * @param to number of the last one
	 */
	public MessagesLost(Member publisher, long from, long to) {
		this(publisher, from, to, null);
	}

	/**
	 * Return how many are lost.
	 * @return their number, at least one
	 */
	public long count() {
		return this.to - this.from + 1;
	}

}
