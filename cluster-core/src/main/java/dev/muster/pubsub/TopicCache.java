package dev.muster.pubsub;

import java.util.Arrays;

import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Remembers topics by their bytes, so that the messages of one topic share one checked
 * {@code String}. Each slot keeps what it met last. Used by one thread at a time.
 */
final class TopicCache {

	private static final int SLOTS = 256;

	private final @Nullable Entry[] entries = new Entry[SLOTS];

	/**
	 * Read a topic.
	 */
	String read(FrameReader reader) {
		int length = reader.readLength();
		byte[] bytes = reader.current();
		int start = reader.position();
		reader.skip(length);
		int slot = slot(bytes, start, length);
		Entry entry = this.entries[slot];
		if (entry == null || !Arrays.equals(entry.utf8, 0, entry.utf8.length, bytes, start, start + length)) {
			entry = Entry.of(bytes, start, length);
			this.entries[slot] = entry;
		}
		return entry.topic;
	}

	/** The end of a topic tells more than its start. */
	private static int slot(byte[] bytes, int start, int length) {
		int hash = length;
		for (int i = start + Math.max(0, length - 8); i < start + length; i++) {
			hash = 31 * hash + bytes[i];
		}
		return (hash ^ (hash >>> 8)) & (SLOTS - 1);
	}

	private static final class Entry {

		private final byte[] utf8;

		private final String topic;

		private Entry(byte[] utf8, String topic) {
			this.utf8 = utf8;
			this.topic = topic;
		}

		static Entry of(byte[] bytes, int start, int length) {
			if (length > TopicSyntax.MAX_BYTES) {
				throw new MalformedFrameException("a topic of " + length + " bytes");
			}
			String topic = new FrameReader(bytes, start, start + length).readUtf8(length);
			String problem = TopicSyntax.problem(topic, false);
			if (problem != null) {
				throw new MalformedFrameException("'" + TopicSyntax.printable(topic) + "' is no topic: " + problem);
			}
			return new Entry(Arrays.copyOfRange(bytes, start, start + length), topic);
		}

	}

}
