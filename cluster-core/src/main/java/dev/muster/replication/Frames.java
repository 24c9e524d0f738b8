package dev.muster.replication;

import java.util.List;

import dev.muster.MemberId;
import dev.muster.wire.MalformedBytesException;
import dev.muster.wire.WireReader;
import dev.muster.wire.WireWriter;

/**
 * The frames of replication. The first byte has the version of the format in its upper
 * half, the type in its lower half. Numbers are of seven bits a byte, lowest first; what
 * follows in a body of HELLO, ACK, HEAD and LEAVE is skipped: later versions may add.
 *
 * <pre>
 * DELTA  from, operations: those of the sender's log that follow on number "from"
 * HELLO  flags (byte: 1 wants one back), version, hash (8 bytes), count, { origin (16 bytes), version }
 * ACK    version: this much of the receiver's log is known
 * PULL   origin, version, flags (byte: 1 has hashes), { distance to the block before, hash (8 bytes) }
 * SNAP   origin, stream, index, flags (byte: 1 last), base, version, count, blocks, entries
 * LEAVE
 * HEAD   version, hash (8 bytes)
 *
 * operation: a number, of which the lower two bits are the kind
 *   0 ADD     length, then the body
 *   1 REMOVE  distance to the dot
 *   2 UPDATE  distance to the dot; length, body
 *   3 other   what it is; length, body: skipped by who does not know it
 * block: id, number of dots * 2 + form; dots up to the base that live
 *   form 0: distances in the block; form 1: 512 bytes with a bit for each
 * entry: distance to the dot before (the first: to the base), length, body
 * </pre>
 */
final class Frames {

	static final int VERSION = 1;

	static final int DELTA = 1;

	static final int HELLO = 2;

	static final int ACK = 3;

	static final int PULL = 4;

	static final int SNAP = 5;

	static final int LEAVE = 6;

	static final int HEAD = 7;

	static final int ADD = 0;

	static final int REMOVE = 1;

	static final int UPDATE = 2;

	/** The only flag of HELLO, PULL and SNAP so far. */
	static final int FLAG = 1;

	/** How many origins a HELLO tells of at the most. */
	static final int MAX_ORIGINS = 4096;

	private Frames() {
	}

	static WireWriter start(int type, int capacity) {
		return new WireWriter(capacity).writeByte(VERSION << 4 | type);
	}

	static WireWriter delta(long from) {
		return start(DELTA, 64).writeVarLong(from);
	}

	static void add(WireWriter delta, byte[] body) {
		delta.writeVarLong((long) body.length << 2 | ADD).writeBytes(body);
	}

	static void remove(WireWriter delta, long distance) {
		delta.writeVarLong(distance << 2 | REMOVE);
	}

	static void update(WireWriter delta, long distance, byte[] body) {
		delta.writeVarLong(distance << 2 | UPDATE).writeVarLong(body.length).writeBytes(body);
	}

	static byte[] ack(long version) {
		return start(ACK, 1 + WireWriter.varLength(version)).writeVarLong(version).toByteArray();
	}

	static byte[] head(long version, long hash) {
		return start(HEAD, 9 + WireWriter.varLength(version)).writeVarLong(version).writeLong(hash).toByteArray();
	}

	static byte[] leave() {
		return start(LEAVE, 1).toByteArray();
	}

	static byte[] hello(boolean wantsReply, long version, long hash, List<Known> known) {
		WireWriter writer = start(HELLO, 24 + 20 * known.size()).writeByte(wantsReply ? FLAG : 0)
			.writeVarLong(version)
			.writeLong(hash)
			.writeVarLong(known.size());
		for (Known origin : known) {
			writeId(writer, origin.id()).writeVarLong(origin.version());
		}
		return writer.toByteArray();
	}

	/**
	 * Ask for what follows on a version.
	 * @param hashes the blocks that the asker has, for an answer that leaves out those
	 * that are the same
	 */
	static <E extends Entry> byte[] pull(MemberId origin, long version, Iterable<LiveBlock<E>> hashes) {
		WireWriter writer = writeId(start(PULL, 64), origin).writeVarLong(version).writeByte(FLAG);
		long before = 0;
		for (LiveBlock<E> block : hashes) {
			writer.writeVarLong(block.id() - before).writeLong(block.hash());
			before = block.id();
		}
		return writer.toByteArray();
	}

	/**
	 * Ask for what follows on a version, or for everything.
	 */
	static byte[] pull(MemberId origin, long version) {
		return writeId(start(PULL, 32), origin).writeVarLong(version).writeByte(0).toByteArray();
	}

	static WireWriter writeId(WireWriter writer, MemberId id) {
		return writer.writeLong(id.high()).writeLong(id.low());
	}

	static MemberId readId(WireReader reader) {
		return new MemberId(reader.readLong(), reader.readLong());
	}

	/**
	 * Read the type of a frame.
	 * @throws MalformedBytesException if the version is another
	 */
	static int readType(WireReader reader) {
		int first = reader.readByte();
		if (first >>> 4 != VERSION) {
			throw new MalformedBytesException("its version is " + (first >>> 4) + ", not " + VERSION);
		}
		return first & 0xf;
	}

	/**
	 * How much of an origin's log somebody has.
	 */
	record Known(MemberId id, long version) {
	}

}
