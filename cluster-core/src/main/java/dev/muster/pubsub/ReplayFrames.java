package dev.muster.pubsub;

import java.util.List;

import dev.muster.MemberId;
import dev.muster.pubsub.replay.OutboundReplay;

/**
 * Makes the frames of messages that their publisher keeps. They stand in batches among
 * those of {@link Frames}, of whose form they are, but are not counted by STREAM.
 *
 * <pre>
 * KEPT    ring, count, { receiver (8 bytes), epoch, number, behind }, message
 * REPLAY  kind (byte), ring, epoch, by kind:
 *         MARK next, pattern      all of the sender's below this number was sent or given up
 *         ASK  from, to           what has the receiver got of these numbers of its own?
 *         FILL from, to, message  of these it has got the last only, or none at all
 * </pre>
 *
 * A message is a frame: MESSAGE, TARGETED or CONFIRMED. A receiver is named by the lower
 * half of its id. {@code behind} says how many higher numbers are drawn.
 */
final class ReplayFrames {

	static final int KEPT = 8;

	static final int REPLAY = 9;

	static final int MARK = 1;

	static final int ASK = 2;

	static final int FILL = 3;

	/** For how many receivers one frame may be. */
	static final int MAX_RECEIVERS = 8;

	/** How large the number for one receiver may be. */
	private static final int MAX_STAMP = 8 + 3 * 9;

	/** How much may stand in front of a message for one receiver. */
	static final int MAX_HEAD = 1 + 5 + 1 + 1 + MAX_STAMP;

	/** How much more that may be for several receivers. */
	static final int MAX_STAMPS = (MAX_RECEIVERS - 1) * MAX_STAMP;

	/** For the first part of a message. */
	private static final int ROOM = 64;

	private ReplayFrames() {
	}

	/**
	 * Begin a message with its numbers for its receivers; the message follows.
	 */
	static FrameWriter kept(int ring, List<Stamp> stamps, int message) {
		FrameWriter body = new FrameWriter(2 + stamps.size() * MAX_STAMP).writeVarLong(ring)
			.writeVarLong(stamps.size());
		for (Stamp stamp : stamps) {
			body.writeLong(stamp.receiver())
				.writeVarLong(stamp.epoch())
				.writeVarLong(stamp.number())
				.writeVarLong(stamp.behind());
		}
		byte[] bytes = body.toByteArray();
		return Frames.start(KEPT, bytes.length + message, bytes.length + ROOM).writeBytes(bytes);
	}

	static byte[] mark(int ring, long epoch, long next, String pattern) {
		FrameWriter body = replay(MARK, ring, epoch).writeVarLong(next).writeString(pattern);
		return whole(body).toByteArray();
	}

	static byte[] ask(int ring, long epoch, long from, long to) {
		return whole(replay(ASK, ring, epoch).writeVarLong(from).writeVarLong(to)).toByteArray();
	}

	/**
	 * Begin what there is of some numbers; the message follows, if there is one.
	 */
	static FrameWriter fill(int ring, long epoch, OutboundReplay.Part<OutboundFrame> part) {
		FrameWriter body = replay(FILL, ring, epoch).writeVarLong(part.from()).writeVarLong(part.to());
		OutboundFrame message = part.frame();
		byte[] bytes = body.toByteArray();
		int size = bytes.length + ((message != null) ? message.length() : 0);
		return Frames.start(REPLAY, size, bytes.length + ROOM).writeBytes(bytes);
	}

	private static FrameWriter replay(int kind, int ring, long epoch) {
		return new FrameWriter(32).writeByte(kind).writeVarLong(ring).writeVarLong(epoch);
	}

	private static FrameWriter whole(FrameWriter body) {
		byte[] bytes = body.toByteArray();
		return Frames.start(REPLAY, bytes.length).writeBytes(bytes);
	}

	/**
	 * The number of a message for one receiver.
	 *
	 * @param receiver the lower half of its id
	 * @param epoch which numbers
	 * @param number the number
	 * @param behind how many higher numbers are drawn
	 */
	record Stamp(long receiver, long epoch, long number, long behind) {

		static Stamp of(MemberId receiver, OutboundReplay<OutboundFrame> replay, long number) {
			return new Stamp(receiver.low(), replay.epoch(), number, Math.max(0, replay.drawn() - number));
		}

	}

}
