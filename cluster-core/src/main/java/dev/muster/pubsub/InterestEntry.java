package dev.muster.pubsub;

import java.util.List;

import dev.muster.replication.Entry;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * That a member wants something, as it is replicated: the kind, the pattern and, of a
 * group's member, the group. What a later version may put behind is skipped.
 */
final class InterestEntry extends Entry {

	/** How large one is at the most, with room for lengths. */
	static final int MAX_BODY = TopicSyntax.MAX_BYTES + SubscriptionOptions.MAX_GROUP_BYTES + 16;

	InterestEntry(long dot, byte[] body) {
		super(dot, body);
	}

	/**
	 * Make a body.
	 */
	static byte[] encode(Interest interest) {
		String group = interest.group();
		FrameWriter writer = new FrameWriter(interest.pattern().length() + 2).writeByte(interest.kind())
			.writeString(interest.pattern());
		if (group != null) {
			writer.writeString(group);
		}
		return writer.toByteArray();
	}

	/**
	 * Return what it says. Decoded each time, as it is needed but twice in its life.
	 * @return the interest, or {@code null} if it means nothing here: of a kind that this
	 * version does not know, or bytes that make no sense
	 */
	@Nullable Interest interest() {
		try {
			return read(new FrameReader(List.of(body())));
		}
		catch (MalformedFrameException ex) {
			return null;
		}
	}

	private static @Nullable Interest read(FrameReader reader) {
		return switch (reader.readByte()) {
			case Frames.SUBSCRIBER -> Interest.subscriber(readPattern(reader));
			case Frames.GROUP_MEMBER -> {
				String pattern = readPattern(reader);
				yield Interest.groupMember(BatchReader.readGroup(reader), pattern);
			}
			case Frames.RESPONDER -> Interest.responder(readPattern(reader));
			default -> null;
		};
	}

	static String readPattern(FrameReader reader) {
		String pattern = reader.readString();
		String problem = TopicSyntax.problem(pattern, true);
		if (problem != null) {
			throw new MalformedFrameException(
					"'" + TopicSyntax.printable(pattern) + "' is no topic pattern: " + problem);
		}
		return pattern;
	}

}
