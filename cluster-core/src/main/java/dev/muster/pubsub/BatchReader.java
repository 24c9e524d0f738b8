package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Collections;

import dev.muster.pubsub.replay.ReplayRing;

/**
 * Takes batches of one sender apart. Used by one thread at a time. Whatever the bytes
 * are, nothing is thrown and no more is allocated than they are long: a frame that is
 * wrong inside is skipped, one whose end is unknown ends its batch.
 */
final class BatchReader {

	private final int maxMessageSize;

	private final TopicCache topics = new TopicCache();

	BatchReader(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	void read(byte[] batch, FrameSink sink) {
		read(List.of(batch), sink);
	}

	/**
	 * Read a batch that lies in several arrays, cut anywhere.
	 */
	void read(List<byte[]> batch, FrameSink sink) {
		FrameReader reader = new FrameReader(batch);
		try {
			int version = reader.readByte();
			if (version != Frames.VERSION) {
				sink.skipped("its version is " + version + ", not " + Frames.VERSION);
				return;
			}
			boolean numbered = false;
			while (reader.remaining() > 0) {
				int type = reader.readByte();
				FrameReader body = reader.readPart();
				if (type == Frames.STREAM || type == Frames.STREAMS) {
					numbered = readStream(type, body, sink);
				}
				else if (!numbered || type == ReplayFrames.KEPT || type == ReplayFrames.REPLAY || sink.numbered()) {
					readFrame(type, body, sink);
				}
			}
		}
		catch (MalformedFrameException ex) {
			sink.skipped(String.valueOf(ex.getMessage()));
		}
	}

	private void readFrame(int type, FrameReader body, FrameSink sink) {
		try {
			switch (type) {
				case Frames.MESSAGE -> readMessage(body, sink);
				case DeliveryFrames.TARGETED, DeliveryFrames.CONFIRMED, DeliveryFrames.ASKED ->
					readEnveloped(type, body, sink);
				case DeliveryFrames.ANSWER -> sink.answer(body.readVarLong(), DeliveryFrames.readAnswer(body));
				case DeliveryFrames.CANCEL -> sink.cancel(body.readVarLong());
				case ReplayFrames.KEPT -> readKeptFrame(body, sink);
				case ReplayFrames.REPLAY -> readReplay(body, sink);
				default -> sink.skipped("its type is " + type);
			}
		}
		catch (MalformedFrameException ex) {
			sink.skipped(String.valueOf(ex.getMessage()));
		}
	}

	private static void readKeptFrame(FrameReader body, FrameSink sink) {
		int ring = readRing(body);
		long count = body.readVarLong();
		boolean found = false;
		long epoch = 0;
		long number = 0;
		long behind = 0;
		for (long i = 0; i < count; i++) { // ends at the latest with the body
			boolean ours = sink.isReceiver(body.readLong());
			long itsEpoch = body.readVarLong();
			long itsNumber = readNumber(body);
			long itsBehind = Math.min(body.readVarLong(), Frames.MAX_NUMBER);
			if (ours) {
				found = true;
				epoch = itsEpoch;
				number = itsNumber;
				behind = itsBehind;
			}
		}
		if (found) {
			sink.kept(ring, epoch, number, behind, body);
		}
	}

	private static void readReplay(FrameReader body, FrameSink sink) {
		int kind = body.readByte();
		if (kind < ReplayFrames.MARK || kind > ReplayFrames.FILL) {
			sink.skipped("its kind is " + kind);
			return;
		}
		int ring = readRing(body);
		long epoch = body.readVarLong();
		long first = readNumber(body);
		if (kind == ReplayFrames.MARK) {
			sink.mark(ring, epoch, first, InterestEntry.readPattern(body));
			return;
		}
		long last = readNumber(body);
		if (last < first) {
			throw new MalformedFrameException("numbers from " + first + " back to " + last);
		}
		if (kind == ReplayFrames.ASK) {
			sink.ask(ring, epoch, first, last);
		}
		else {
			sink.fill(ring, epoch, first, last, (body.remaining() > 0) ? body : null);
		}
	}

	private static int readRing(FrameReader body) {
		long ring = body.readVarLong();
		if (ring >= ReplayRing.MAX_RINGS) {
			throw new MalformedFrameException("a ring " + ring);
		}
		return (int) ring;
	}

	/**
	 * Read a message that its sender keeps.
	 */
	void readKept(FrameReader message, FrameSink sink) {
		try {
			int type = message.readByte();
			FrameReader body = message.readPart();
			if (type == Frames.MESSAGE || type == DeliveryFrames.TARGETED || type == DeliveryFrames.CONFIRMED) {
				readFrame(type, body, sink);
			}
			else {
				sink.skipped("a message of type " + type);
			}
		}
		catch (MalformedFrameException ex) {
			sink.skipped(String.valueOf(ex.getMessage()));
		}
	}

	private static boolean readStream(int type, FrameReader body, FrameSink sink) {
		try {
			if (type == Frames.STREAM) {
				if (body.remaining() > 0) {
					long epoch = body.readVarLong();
					sink.stream(epoch, readNumber(body), body.readVarLong());
				}
				return true;
			}
			boolean found = false;
			while (body.remaining() > 0) {
				long receiver = body.readLong();
				long epoch = body.readVarLong();
				found |= sink.streamOf(receiver, epoch, readNumber(body));
			}
			return found;
		}
		catch (MalformedFrameException ex) {
			sink.skipped(String.valueOf(ex.getMessage()));
			return false;
		}
	}

	private static long readNumber(FrameReader body) {
		long number = body.readVarLong();
		if (number < 1 || number > Frames.MAX_NUMBER) {
			throw new MalformedFrameException("a number of " + number);
		}
		return number;
	}

	private void readMessage(FrameReader body, FrameSink sink) {
		requireSize(body);
		String topic = this.topics.read(body);
		int codec = body.readByte();
		long sentAt = body.readLong();
		Map<String, String> headers = readHeaders(body);
		sink.message(topic, codec, sentAt, headers, body.array(), body.position(), body.remaining());
	}

	private void readEnveloped(int type, FrameReader body, FrameSink sink) {
		Envelope envelope = Envelope.read(type, body);
		requireSize(body);
		String topic = this.topics.read(body);
		int codec = body.readByte();
		long sentAt = body.readLong();
		Map<String, String> headers = readHeaders(body);
		sink.enveloped(envelope, topic, codec, sentAt, headers, body.array(), body.position(), body.remaining());
	}

	private void requireSize(FrameReader body) {
		if (body.remaining() > this.maxMessageSize) {
			throw new MalformedFrameException("a message of " + body.remaining() + " bytes is above the limit of "
					+ this.maxMessageSize + " (muster.pubsub.max-message-size, the same on all members)");
		}
	}

	private static Map<String, String> readHeaders(FrameReader body) {
		long count = body.readVarLong();
		if (count == 0) {
			return Map.of();
		}
		Map<String, String> headers = new LinkedHashMap<>();
		for (long i = 0; i < count; i++) { // ends at the latest with the body
			headers.put(body.readString(), body.readString());
		}
		return Collections.unmodifiableMap(headers);
	}

	static String readGroup(FrameReader reader) {
		int length = reader.readLength();
		if (length == 0 || length > SubscriptionOptions.MAX_GROUP_BYTES) {
			throw new MalformedFrameException("a name of a group of " + length + " bytes");
		}
		String group = reader.readUtf8(length);
		if (group.chars().anyMatch(Character::isISOControl)) {
			throw new MalformedFrameException("a name of a group with control characters");
		}
		return group;
	}

}
