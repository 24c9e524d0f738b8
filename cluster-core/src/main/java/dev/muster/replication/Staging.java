package dev.muster.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.muster.MemberId;
import dev.muster.wire.MalformedBytesException;
import dev.muster.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a snapshot until all are here. Nothing of it takes effect before.
 *
 * @param <E> the type of entries
 */
final class Staging<E extends Entry> {

	private final MemberId sender;

	private final long number;

	private final long base;

	private final long version;

	/** Bits of the dots up to the base that live, of the blocks that differ. */
	private final Map<Long, long[]> blocks = new HashMap<>();

	private final List<E> entries = new ArrayList<>();

	private long nextIndex;

	private long lastDot;

	Staging(MemberId sender, long number, long base, long version) {
		this.sender = sender;
		this.number = number;
		this.base = base;
		this.version = version;
		this.lastDot = base;
	}

	long base() {
		return this.base;
	}

	long version() {
		return this.version;
	}

	List<E> entries() {
		return this.entries;
	}

	/**
	 * Return whether a part is the next of this snapshot.
	 */
	boolean continuesWith(MemberId from, long stream, long index) {
		return this.sender.equals(from) && this.number == stream && this.nextIndex == index;
	}

	/**
	 * Return whether a dot up to the base is gone by this snapshot.
	 */
	boolean isGone(long dot) {
		long[] bits = this.blocks.get(LiveBlock.idOf(dot));
		int place = (int) (dot & (LiveBlock.DOTS - 1));
		return bits != null && (bits[place >>> 6] & (1L << place)) == 0;
	}

	/**
	 * Return whether a block was left out: it is the same up to the base.
	 */
	boolean isOmitted(long block) {
		return !this.blocks.containsKey(block);
	}

	/**
	 * Return whether a dot above the base is listed.
	 */
	boolean lists(long dot) {
		int low = 0;
		int high = this.entries.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			long found = this.entries.get(middle).dot();
			if (found == dot) {
				return true;
			}
			if (found < dot) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return false;
	}

	/**
	 * Take a part.
	 * @param reader stands after the header of the part
	 * @param origin whose entries they are
	 * @param listener makes those that are not there yet
	 * @param maxEntries how many there may be
	 */
	void read(WireReader reader, Origin<E> origin, ReplicaListener<E> listener, long maxEntries) {
		this.nextIndex++;
		for (long count = reader.readVarLong(); count > 0; count--) {
			readBlock(reader, origin);
		}
		while (reader.remaining() > 0) {
			long dot = this.lastDot + reader.readVarLong();
			if (dot <= this.lastDot || dot > this.version) {
				throw new MalformedBytesException(
						"a snapshot up to " + this.version + " lists " + dot + " after " + this.lastDot);
			}
			if (this.entries.size() >= maxEntries) {
				throw new MalformedBytesException("a snapshot has more than " + maxEntries + " entries");
			}
			this.lastDot = dot;
			int length = reader.readLength();
			byte[] body = reader.readBytes(length);
			@Nullable E held = origin.live().find(dot);
			this.entries.add((held != null) ? held : listener.create(origin, dot, body));
		}
	}

	private void readBlock(WireReader reader, Origin<E> origin) {
		long id = reader.readVarLong();
		if (id > LiveBlock.idOf(this.base)) {
			throw new MalformedBytesException("a snapshot tells of block " + id + " above its base");
		}
		int countAndForm = reader.readVarInt();
		long[] bits = new long[LiveBlock.DOTS / 64];
		if ((countAndForm & 1) == 1) {
			for (int i = 0; i < LiveBlock.DOTS; i += 8) {
				bits[i >>> 6] |= (long) reader.readByte() << (i & 63);
			}
		}
		else {
			long place = 0;
			for (int i = 0; i < countAndForm >>> 1; i++) {
				place += reader.readVarLong();
				if (place < 0 || place >= LiveBlock.DOTS) {
					throw new MalformedBytesException("a block has no place " + place);
				}
				bits[(int) place >>> 6] |= 1L << place;
			}
		}
		if (origin.live().hasBlock(id)) { // else there is nothing to drop, nor to
											// remember
			this.blocks.put(id, bits);
		}
	}

}
