package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands before a message that is more than one to all: who of a member is to get
 * it, and what the sender wants to hear.
 *
 * <pre>
 * flags       1 byte: 1 for who is in no group, too; 2 a hash of the key is there
 * hash        8 bytes, if it is there
 * id          of a message to be confirmed, and of a request
 * remaining   of a request: how many milliseconds are left for it
 * groups      of others than requests: count, names
 * </pre>
 *
 * @param type the frame's type, of {@link DeliveryFrames}
 * @param plain whether subscriptions without a group are to get it
 * @param keyed whether the message has a key
 * @param keyHash the hash of the key, or 0
 * @param id the number that the answer has to have, or 0
 * @param remaining how long an answer is waited for, in milliseconds, or 0
 * @param groups of which groups this member was chosen
 */
record Envelope(int type, boolean plain, boolean keyed, long keyHash, long id, long remaining, List<String> groups) {

	private static final int PLAIN = 1;

	private static final int KEYED = 2;

	private boolean hasId() {
		return this.type != DeliveryFrames.TARGETED;
	}

	private boolean isRequest() {
		return this.type == DeliveryFrames.ASKED;
	}

	byte[] encode() {
		FrameWriter writer = new FrameWriter(24).writeByte((this.plain ? PLAIN : 0) | (this.keyed ? KEYED : 0));
		if (this.keyed) {
			writer.writeLong(this.keyHash);
		}
		if (hasId()) {
			writer.writeVarLong(this.id);
		}
		if (isRequest()) {
			writer.writeVarLong(this.remaining);
		}
		else {
			writer.writeVarLong(this.groups.size());
			this.groups.forEach(writer::writeString);
		}
		return writer.toByteArray();
	}

	static Envelope read(int type, FrameReader reader) {
		int flags = reader.readByte();
		boolean keyed = (flags & KEYED) != 0;
		long keyHash = keyed ? reader.readLong() : 0;
		long id = (type != DeliveryFrames.TARGETED) ? reader.readVarLong() : 0;
		long remaining = 0;
		List<String> groups = List.of();
		if (type == DeliveryFrames.ASKED) {
			remaining = reader.readVarLong();
		}
		else {
			groups = readGroups(reader);
		}
		return new Envelope(type, (flags & PLAIN) != 0, keyed, keyHash, id, remaining, groups);
	}

	private static List<String> readGroups(FrameReader reader) {
		long count = reader.readVarLong();
		if (count == 0) {
			return List.of();
		}
		List<String> groups = new ArrayList<>();
		for (long i = 0; i < count; i++) { // ends at the latest with the frame
			groups.add(BatchReader.readGroup(reader));
		}
		return groups;
	}

}
