package dev.muster.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Collections;

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
				else if (!numbered || sink.numbered()) {
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
				default -> sink.skipped("its type is " + type);
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
