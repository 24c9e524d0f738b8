package dev.muster.pubsub.replay;

import java.util.Arrays;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of the messages of one ring that this member has for one other member, 1,
 * 2, 3. A number is drawn when a message is put into a queue, or given up before that: so
 * the order of the numbers is that in which a thread publishes, whatever becomes of the
 * messages. Which message a number has is known for as many of the last ones as the ring
 * has room for. Outlives the receiver's absence. Safe for use by many threads.
 *
 * @param <F> what a message is
 */
public final class OutboundReplay<F> {

	private static final int FIRST_SIZE = 16;

	private final ReplayRing<F> ring;

	private final long epoch;

	/** What the last numbers stand for, each at its remainder. */
	private @Nullable Kept<F>[] last;

	private long next = 1;

	/** How many of those that were put into a queue have not left it. */
	private int queued;

	private boolean positionWanted;

	/**
	 * Create the numbers for one receiver.
	 * @param ring where the messages are
	 * @param epoch higher than that of any earlier numbers for the same receiver
	 */
	public OutboundReplay(ReplayRing<F> ring, long epoch) {
		this.ring = ring;
		this.epoch = epoch;
		this.last = array(Math.min(FIRST_SIZE, ring.capacity()));
	}

	@SuppressWarnings("unchecked")
	private static <F> @Nullable Kept<F>[] array(int size) {
		return (@Nullable Kept<F>[]) new Kept<?>[size];
	}

	/**
	 * Return the ring.
	 * @return where the messages are
	 */
	public ReplayRing<F> ring() {
		return this.ring;
	}

	/**
	 * Return which numbers these are.
	 * @return higher than that of any earlier ones
	 */
	public long epoch() {
		return this.epoch;
	}

	/**
	 * Draw the number of a message that goes into a queue.
	 * @param kept the message
	 * @param enqueue puts it there, before another number is drawn
	 */
	public synchronized void draw(Kept<F> kept, LongConsumer enqueue) {
		long number = draw(kept);
		this.queued++;
		enqueue.accept(number);
	}

	/**
	 * Draw the number of a message that is given up.
	 * @param kept the message; {@code null} if it is not to be had later either
	 */
	public synchronized void skip(@Nullable Kept<F> kept) {
		long unused = draw(kept);
	}

	private long draw(@Nullable Kept<F> kept) {
		int size = this.last.length;
		if (this.next > size && size < this.ring.capacity()) {
			grow(Math.min(size * 2, this.ring.capacity()));
		}
		this.last[index(this.next)] = kept;
		return this.next++;
	}

	private void grow(int size) {
		@Nullable Kept<F>[] before = Arrays.copyOf(this.last, this.last.length);
		this.last = array(size);
		for (long number = this.next - before.length; number < this.next; number++) {
			this.last[index(number)] = before[(int) (number % before.length)];
		}
	}

	private int index(long number) {
		return (int) (number % this.last.length);
	}

	/**
	 * A message has left the queue, to be sent or given up.
	 * @return whether the receiver is to be told the position by now
	 */
	public synchronized boolean dequeued() {
		this.queued--;
		boolean due = this.positionWanted && this.queued == 0;
		this.positionWanted &= !due;
		return due;
	}

	/**
	 * Return up to where all is sent or given up.
	 * @return the next number, or 0 if that will be due only later, because something is
	 * in the queue
	 */
	public synchronized long position() {
		if (this.queued > 0) {
			this.positionWanted = true;
			return 0;
		}
		return this.next;
	}

	/**
	 * Return the highest number that was drawn.
	 * @return the number, or 0
	 */
	public synchronized long drawn() {
		return this.next - 1;
	}

	/**
	 * Find the first message that is kept among some numbers.
	 * @param from the first number, at least 1
	 * @param to the last one; beyond what was drawn there is nothing
	 * @return what there is up to the first message or, if none is kept, up to the end;
	 * {@code null} if no such number was drawn
	 */
	public synchronized @Nullable Part<F> find(long from, long to) {
		long end = Math.min(to, this.next - 1);
		if (from > end) {
			return null;
		}
		for (long number = Math.max(from, this.next - this.last.length); number <= end; number++) {
			Kept<F> kept = this.last[index(number)];
			F frame = (kept != null) ? kept.frame() : null;
			if (frame != null) {
				return new Part<>(from, number, frame);
			}
		}
		return new Part<>(from, end, null);
	}

	/**
	 * All that there is of some numbers.
	 *
	 * @param <F> what a message is
	 * @param from the first number
	 * @param to the last one
	 * @param frame the message of the last one, the only one that is kept; {@code null}
	 * if none is
	 */
	public record Part<F>(long from, long to, @Nullable F frame) {
	}

}
