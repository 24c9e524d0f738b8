package dev.muster.presence;

import java.nio.charset.StandardCharsets;

import dev.muster.topic.TopicSyntax;
import dev.muster.wire.MalformedBytesException;
import dev.muster.wire.WireReader;
import dev.muster.wire.WireWriter;

/**
 * Bytes of items. Numbers are of seven bits a byte, lowest first.
 *
 * <pre>
 * entry:    head (above 0), topic, since, [born], [codec], key, meta
 *   head:   length of the key * 8 + (4 if it was updated: born follows)
 *           + codec (0 bytes, 1 text, 2 JSON, 3: its number follows)
 *   topic:  number of the definition
 *   since:  tenths of a second since the owner's epoch
 *   born:   number of the item that it was at first
 * topic:    0, 0, name
 * identity: 0, 1, id (8 bytes), epoch in milliseconds (8 bytes)
 * update:   codec (byte), meta
 * </pre>
 */
final class ItemCodec {

	/** What an entry has at the most beside its key and its metadata. */
	static final int OVERHEAD = 3 + 9 + 9 + 9 + 1;

	private static final int UPDATED = 4;

	private static final int OTHER_CODEC = 3;

	private static final int TOPIC = 0;

	private static final int IDENTITY = 1;

	private static final long MAX_TENTHS = 1L << 40;

	private ItemCodec() {
	}

	static byte[] identity(long id, long epochMillis) {
		return new WireWriter(18).writeByte(0).writeByte(IDENTITY).writeLong(id).writeLong(epochMillis).toByteArray();
	}

	static byte[] topic(String name) {
		byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
		return new WireWriter(2 + utf8.length).writeByte(0).writeByte(TOPIC).writeBytes(utf8).toByteArray();
	}

	static byte[] entry(long topic, long tenths, byte[] key, int codec, byte[] meta) {
		return entry(topic, tenths, 0, key, 0, key.length, codec, meta, 0);
	}

	static byte[] change(int codec, byte[] meta) {
		return new WireWriter(1 + meta.length).writeByte(codec).writeBytes(meta).toByteArray();
	}

	/**
	 * Make the item that an entry becomes by an update.
	 */
	static byte[] updated(Tracked before, byte[] change) {
		byte[] body = before.body();
		WireReader reader = new WireReader(body, 0, body.length);
		reader.readVarLong();
		long topic = reader.readVarLong();
		long tenths = reader.readVarLong();
		return entry(topic, tenths, before.born(), body, keyStart(body), keyLength(body), change[0] & 0x7f, change, 1);
	}

	private static byte[] entry(long topic, long tenths, long born, byte[] key, int keyStart, int keyLength, int codec,
			byte[] meta, int metaStart) {
		int kind = Math.min(codec, OTHER_CODEC);
		long head = (long) keyLength << 3 | ((born > 0) ? UPDATED : 0) | kind;
		int size = WireWriter.varLength(head) + WireWriter.varLength(topic) + WireWriter.varLength(tenths)
				+ ((born > 0) ? WireWriter.varLength(born) : 0) + ((kind == OTHER_CODEC) ? 1 : 0) + keyLength
				+ meta.length - metaStart;
		WireWriter writer = new WireWriter(size).writeVarLong(head).writeVarLong(topic).writeVarLong(tenths);
		if (born > 0) {
			writer.writeVarLong(born);
		}
		if (kind == OTHER_CODEC) {
			writer.writeByte(codec);
		}
		return writer.writeBytes(key, keyStart, keyLength)
			.writeBytes(meta, metaStart, meta.length - metaStart)
			.toByteArray();
	}

	/**
	 * Read an item. Never fails: what makes no sense is {@link Item.Unknown}.
	 */
	static Item read(long dot, byte[] body) {
		try {
			WireReader reader = new WireReader(body, 0, body.length);
			long head = reader.readVarLong();
			if (head > 0) {
				checkEntry(reader, head, dot);
				return new Tracked(dot, body);
			}
			return switch (reader.readByte()) {
				case TOPIC -> {
					String name = new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
					yield (TopicSyntax.problem(name, false) == null) ? new TopicDefinition(dot, body)
							: new Item.Unknown(dot, body, true);
				}
				case IDENTITY -> new Item.Identity(dot, body, reader.readLong(), reader.readLong());
				default -> new Item.Unknown(dot, body, false);
			};
		}
		catch (MalformedBytesException ex) {
			return new Item.Unknown(dot, body, true);
		}
	}

	private static void checkEntry(WireReader reader, long head, long dot) {
		long topic = reader.readVarLong();
		long tenths = reader.readVarLong();
		boolean updated = (head & UPDATED) != 0;
		long born = updated ? reader.readVarLong() : dot;
		if ((head & OTHER_CODEC) == OTHER_CODEC) {
			reader.readByte();
		}
		long keyLength = head >>> 3;
		if (keyLength == 0 || keyLength > reader.remaining()) {
			throw new MalformedBytesException("its key has " + keyLength + " bytes");
		}
		if (topic == 0 || topic >= dot || tenths > MAX_TENTHS || born == 0 || (updated && born >= dot)) {
			throw new MalformedBytesException("its numbers cannot be");
		}
	}

	static String topicName(TopicDefinition definition) {
		byte[] body = definition.body();
		return new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
	}

	static long topic(byte[] body) {
		return number(body, skip(body, 0));
	}

	static long since(byte[] body) {
		return number(body, skip(body, skip(body, 0)));
	}

	static long born(long dot, byte[] body) {
		return ((body[0] & UPDATED) != 0) ? number(body, skip(body, skip(body, skip(body, 0)))) : dot;
	}

	static int keyLength(byte[] body) {
		return (int) (number(body, 0) >>> 3);
	}

	static int keyStart(byte[] body) {
		int position = codecPosition(body);
		return ((body[0] & OTHER_CODEC) == OTHER_CODEC) ? position + 1 : position;
	}

	static int codec(byte[] body) {
		int kind = body[0] & OTHER_CODEC;
		return (kind == OTHER_CODEC) ? body[codecPosition(body)] & 0x7f : kind;
	}

	private static int codecPosition(byte[] body) {
		int position = skip(body, skip(body, skip(body, 0)));
		return ((body[0] & UPDATED) != 0) ? skip(body, position) : position;
	}

	private static int skip(byte[] body, int start) {
		int position = start;
		while (body[position] < 0) {
			position++;
		}
		return position + 1;
	}

	private static long number(byte[] body, int start) {
		long value = 0;
		int position = start;
		for (int shift = 0;; shift += 7) {
			byte next = body[position++];
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
		}
	}

}
