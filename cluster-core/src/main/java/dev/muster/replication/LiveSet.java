package dev.muster.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The live entries of an origin, by dot. Blocks without any are forgotten. For one thread
 * at a time.
 *
 * @param <E> the type of entries
 */
final class LiveSet<E extends Entry> {

	private final TreeMap<Long, LiveBlock<E>> blocks = new TreeMap<>();

	/** The one used last, which is most often the one to be used next. */
	private @Nullable LiveBlock<E> recent;

	private int size;

	private long hash;

	int size() {
		return this.size;
	}

	/**
	 * Return a hash of the dots that live.
	 */
	long hash() {
		return this.hash;
	}

	Collection<LiveBlock<E>> blocks() {
		return this.blocks.values();
	}

	boolean hasBlock(long id) {
		return this.blocks.containsKey(id);
	}

	private @Nullable LiveBlock<E> block(long id) {
		LiveBlock<E> block = this.recent;
		if (block == null || block.id() != id) {
			block = this.blocks.get(id);
			this.recent = block;
		}
		return block;
	}

	@Nullable E find(long dot) {
		LiveBlock<E> block = block(LiveBlock.idOf(dot));
		return (block != null) ? block.find(dot) : null;
	}

	void add(E entry) {
		long id = LiveBlock.idOf(entry.dot());
		LiveBlock<E> before = this.recent;
		LiveBlock<E> block = block(id);
		if (block == null) {
			if (before != null && before.id() < id) {
				before.complete();
			}
			block = new LiveBlock<>(id);
			this.blocks.put(id, block);
			this.recent = block;
		}
		block.add(entry);
		this.size++;
		this.hash ^= LiveBlock.hashOf(entry.dot());
	}

	@Nullable E remove(long dot) {
		LiveBlock<E> block = block(LiveBlock.idOf(dot));
		E removed = (block != null) ? block.remove(dot) : null;
		if (block != null && removed != null) {
			this.size--;
			this.hash ^= LiveBlock.hashOf(dot);
			if (block.count() == 0) {
				this.blocks.remove(block.id());
				this.recent = null;
			}
		}
		return removed;
	}

	void clear() {
		this.blocks.clear();
		this.recent = null;
		this.size = 0;
		this.hash = 0;
	}

	Entries<E> capture() {
		List<LiveBlock.Capture<E>> captures = new ArrayList<>(this.blocks.size());
		for (LiveBlock<E> block : this.blocks.values()) {
			captures.add(block.capture());
		}
		return new Entries<>(captures, this.size);
	}

}
