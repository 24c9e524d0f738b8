package dev.muster.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The end of this member's log, as the frames that it was sent in: to send a range again
 * costs no encoding. Bounded in bytes and operations. For one thread at a time.
 */
final class OpLog {

	/** What a frame costs besides its bytes: two object headers and a place. */
	private static final int OVERHEAD = 64;

	private final int maxBytes;

	private final int maxOperations;

	private final Deque<Part> parts = new ArrayDeque<>();

	private long bytes;

	private long operations;

	/** What is kept follows on this number. */
	private long start;

	OpLog(int maxBytes, int maxOperations) {
		this.maxBytes = maxBytes;
		this.maxOperations = maxOperations;
	}

	/**
	 * Append a frame.
	 * @param from the number that its operations follow on
	 * @param count how many operations it has
	 * @param frame the frame
	 */
	void append(long from, int count, byte[] frame) {
		this.parts.addLast(new Part(from, count, frame));
		this.bytes += frame.length + OVERHEAD;
		this.operations += count;
		while (!this.parts.isEmpty() && (this.bytes > this.maxBytes || this.operations > this.maxOperations)) {
			Part oldest = this.parts.removeFirst();
			this.bytes -= oldest.frame().length + OVERHEAD;
			this.operations -= oldest.count();
			this.start = oldest.from() + oldest.count();
		}
	}

	/**
	 * Return the frames that have all operations after a number, and maybe some before.
	 * @return the frames in order, or {@code null} if not all are kept
	 */
	@Nullable List<byte[]> since(long version) {
		if (version < this.start) {
			return null;
		}
		List<byte[]> frames = new ArrayList<>();
		for (Iterator<Part> newestFirst = this.parts.descendingIterator(); newestFirst.hasNext();) {
			Part part = newestFirst.next();
			if (part.from() + part.count() <= version) {
				break;
			}
			frames.add(part.frame());
		}
		Collections.reverse(frames);
		return frames;
	}

	private record Part(long from, int count, byte[] frame) {
	}

}
