package dev.muster.replication;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The entries of an origin at one moment, by rising dots. Immutable, and cheap: it shares
 * memory with the origin until that changes. For any thread.
 *
 * @param <E> the type of entries
 */
public final class Entries<E extends Entry> implements Iterable<E> {

	private final List<LiveBlock.Capture<E>> blocks;

	private final int size;

	Entries(List<LiveBlock.Capture<E>> blocks, int size) {
		this.blocks = blocks;
		this.size = size;
	}

	/**
	 * Return how many there are.
	 * @return their number
	 */
	public int size() {
		return this.size;
	}

	List<LiveBlock.Capture<E>> blocks() {
		return this.blocks;
	}

	@Override
	public Iterator<E> iterator() {
		return new Iterator<>() {

			private int block;

			private int index;

			@Override
			public boolean hasNext() {
				return this.block < Entries.this.blocks.size();
			}

			@Override
			public E next() {
				if (!hasNext()) {
					throw new NoSuchElementException();
				}
				LiveBlock.Capture<E> current = Entries.this.blocks.get(this.block);
				E entry = current.get(this.index++);
				if (this.index == current.count()) {
					this.block++;
					this.index = 0;
				}
				return entry;
			}

		};
	}

}
