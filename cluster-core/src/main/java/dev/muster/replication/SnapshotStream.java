package dev.muster.replication;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.muster.MemberId;
import dev.muster.wire.WireReader;
import dev.muster.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * An origin's entries at one version, for one who has an earlier one: of blocks that
 * differ up to its base the dots that live, and all entries above the base. One
 * consistent cut, taken when it is made; encoded when it is sent.
 *
 * @param <E> the type of entries
 */
final class SnapshotStream<E extends Entry> extends FrameStream {

	private static final int BITMAP_BYTES = LiveBlock.DOTS / 8;

	private final MemberId origin;

	private final long number;

	private final long base;

	private final long version;

	private final int maxFrame;

	private final List<LiveBlock.Capture<E>> blocks;

	/** The ids of blocks to be told of, each with what lives in it. */
	private final List<Map.Entry<Long, LiveBlock.@Nullable Capture<E>>> differing = new ArrayList<>();

	private int index;

	private int nextDiffering;

	private int nextBlock;

	private int nextEntry;

	private long lastDot;

	private boolean done;

	/**
	 * Take the cut.
	 * @param number tells this snapshot from others of the same member
	 * @param known the asker's hashes by block, up to the base; of no use with base 0
	 */
	SnapshotStream(MemberId origin, long number, long base, long version, Entries<E> entries, Map<Long, Long> known,
			int maxFrame) {
		this.origin = origin;
		this.number = number;
		this.base = base;
		this.version = version;
		this.blocks = entries.blocks();
		this.maxFrame = maxFrame;
		this.lastDot = base;
		if (base > 0) {
			compare(known);
		}
		while (this.nextBlock < this.blocks.size() && lastDotOf(this.blocks.get(this.nextBlock)) <= base) {
			this.nextBlock++;
		}
	}

	/** Read the hashes of a PULL. */
	static Map<Long, Long> readHashes(WireReader reader) {
		Map<Long, Long> hashes = new HashMap<>();
		long id = 0;
		while (reader.remaining() > 0) {
			id += reader.readVarLong();
			hashes.put(id, reader.readLong());
		}
		return hashes;
	}

	private void compare(Map<Long, Long> known) {
		Map<Long, LiveBlock.Capture<E>> mine = new HashMap<>();
		for (LiveBlock.Capture<E> block : this.blocks) {
			mine.put(block.id(), block);
		}
		Set<Long> ids = new TreeSet<>(known.keySet());
		for (Long id : ids) {
			LiveBlock.Capture<E> block = mine.get(id);
			if (hashUpToBase(block) != known.getOrDefault(id, 0L)) {
				this.differing.add(new AbstractMap.SimpleImmutableEntry<>(id, block));
			}
		}
	}

	private long hashUpToBase(LiveBlock.@Nullable Capture<E> block) {
		if (block == null) {
			return 0;
		}
		if (lastDotOf(block) <= this.base) {
			return block.hash();
		}
		long hash = 0;
		for (int i = 0; i < block.count() && block.get(i).dot() <= this.base; i++) {
			hash ^= LiveBlock.hashOf(block.get(i).dot());
		}
		return hash;
	}

	private static long lastDotOf(LiveBlock.Capture<?> block) {
		return block.get(block.count() - 1).dot();
	}

	@Override
	byte @Nullable [] produce() {
		if (this.done) {
			return null;
		}
		WireWriter blockPart = new WireWriter(256);
		int count = 0;
		while (this.nextDiffering < this.differing.size() && blockPart.size() < this.maxFrame) {
			Map.Entry<Long, LiveBlock.@Nullable Capture<E>> next = this.differing.get(this.nextDiffering++);
			writeBlock(blockPart, next.getKey(), next.getValue());
			count++;
		}
		WireWriter entries = new WireWriter(256);
		while (blockPart.size() + entries.size() < this.maxFrame && this.nextBlock < this.blocks.size()) {
			writeNextEntry(entries);
		}
		this.done = this.nextDiffering == this.differing.size() && this.nextBlock == this.blocks.size();
		WireWriter frame = Frames
			.writeId(Frames.start(Frames.SNAP, blockPart.size() + entries.size() + 64), this.origin)
			.writeVarLong(this.number)
			.writeVarLong(this.index++)
			.writeByte(this.done ? Frames.FLAG : 0)
			.writeVarLong(this.base)
			.writeVarLong(this.version)
			.writeVarLong(count);
		byte[] blockBytes = blockPart.toByteArray();
		byte[] entryBytes = entries.toByteArray();
		return frame.writeBytes(blockBytes, 0, blockPart.size())
			.writeBytes(entryBytes, 0, entries.size())
			.toByteArray();
	}

	private void writeNextEntry(WireWriter writer) {
		LiveBlock.Capture<E> block = this.blocks.get(this.nextBlock);
		E entry = block.get(this.nextEntry++);
		if (this.nextEntry == block.count()) {
			this.nextBlock++;
			this.nextEntry = 0;
		}
		if (entry.dot() > this.base) {
			writer.writeVarLong(entry.dot() - this.lastDot).writeVarLong(entry.body().length).writeBytes(entry.body());
			this.lastDot = entry.dot();
		}
	}

	private void writeBlock(WireWriter writer, long id, LiveBlock.@Nullable Capture<E> block) {
		int count = 0;
		while (block != null && count < block.count() && block.get(count).dot() <= this.base) {
			count++;
		}
		boolean bitmap = count > BITMAP_BYTES / 2;
		writer.writeVarLong(id).writeVarLong((long) count << 1 | (bitmap ? 1 : 0));
		byte[] bits = new byte[bitmap ? BITMAP_BYTES : 0];
		int before = 0;
		for (int i = 0; block != null && i < count; i++) {
			int place = (int) (block.get(i).dot() & (LiveBlock.DOTS - 1));
			if (bitmap) {
				bits[place >>> 3] |= (byte) (1 << (place & 7));
			}
			else {
				writer.writeVarLong(place - before);
				before = place;
			}
		}
		writer.writeBytes(bits);
	}

}
