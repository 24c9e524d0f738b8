package dev.muster.pubsub;

import java.util.Arrays;

/**
 * Makes the frames of the bus that are for groups, requests and confirmations. They stand
 * in batches among those of {@link Frames}, of whose form they are.
 *
 * <pre>
 * TARGETED  envelope, message     for groups that the receiver was chosen of
 * CONFIRMED envelope, message     to be confirmed by an ANSWER
 * ASKED     envelope, message     a request, to be answered by an ANSWER
 * ANSWER    id, status (byte), by status: VALUE codec (byte), payload
 *                                         failures: class and message, as text
 *                                         TOO_LARGE size, limit
 * CANCEL    id                    of a request that is not waited for any more
 * </pre>
 *
 * {@link Envelope} has the form of envelopes; a message is what the body of MESSAGE is.
 */
final class DeliveryFrames {

	static final int TARGETED = 10;

	static final int CONFIRMED = 11;

	static final int ASKED = 12;

	static final int ANSWER = 13;

	static final int CANCEL = 14;

	/**
	 * How large an envelope may be besides the limit of messages. One that has more, for
	 * the names of many groups, makes the message larger.
	 */
	static final int MAX_ENVELOPE = 249;

	private static final int VALUE = 1;

	private static final int TOO_LARGE = 2;

	private static final int FIRST_FAILURE = 3;

	private static final int FIRST_SIGNAL = 16;

	private static final Answer.Reason[] REASONS = Answer.Reason.values();

	private static final Answer.Signal[] SIGNALS = Answer.Signal.values();

	private DeliveryFrames() {
	}

	static OutboundFrame cancel(long id) {
		return OutboundFrame.of(Frames.start(CANCEL, FrameWriter.varLength(id)).writeVarLong(id).toByteArray());
	}

	static OutboundFrame answer(long id, Answer answer) {
		FrameWriter body = new FrameWriter(16).writeVarLong(id);
		if (answer instanceof Answer.Value value) {
			body.writeByte(VALUE).writeByte(value.codec());
			byte[] bytes = value.bytes();
			FrameWriter head = Frames.start(ANSWER, body.size() + bytes.length, body.size())
				.writeBytes(body.toByteArray());
			return OutboundFrame.of(head.toByteArray(), bytes);
		}
		if (answer instanceof Answer.Signal signal) {
			body.writeByte(FIRST_SIGNAL + signal.ordinal());
		}
		else if (answer instanceof Answer.Failure failure) {
			body.writeByte(FIRST_FAILURE + failure.reason().ordinal())
				.writeString(failure.type())
				.writeString(failure.message());
		}
		else if (answer instanceof Answer.TooLarge large) {
			body.writeByte(TOO_LARGE).writeVarLong(large.size()).writeVarLong(large.limit());
		}
		return OutboundFrame.of(Frames.start(ANSWER, body.size()).writeBytes(body.toByteArray()).toByteArray());
	}

	static Answer readAnswer(FrameReader body) {
		int status = body.readByte();
		if (status == VALUE) {
			int codec = body.readByte();
			return new Answer.Value(codec,
					Arrays.copyOfRange(body.array(), body.position(), body.position() + body.remaining()));
		}
		if (status == TOO_LARGE) {
			return new Answer.TooLarge(body.readVarLong(), body.readVarLong());
		}
		if (status >= FIRST_FAILURE && status < FIRST_FAILURE + REASONS.length) {
			return new Answer.Failure(REASONS[status - FIRST_FAILURE], body.readString(), body.readString());
		}
		if (status >= FIRST_SIGNAL && status < FIRST_SIGNAL + SIGNALS.length) {
			return SIGNALS[status - FIRST_SIGNAL];
		}
		throw new MalformedFrameException("the status of an answer is " + status);
	}

}
