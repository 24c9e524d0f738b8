package dev.muster.replication;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The live entries of 4096 dots in a row: as many slots as there are entries, a few more
 * at the most, in the order of the dots. So a block of few that live long costs little,
 * and a full one no more than an array by dot would.
 *
 * @param <E> the type of entries
 */
final class LiveBlock<E extends Entry> {

	static final int BITS = 12;

	static final int DOTS = 1 << BITS;

	private static final int INITIAL = 4;

	private final long id;

	private @Nullable Entry[] entries = new Entry[INITIAL];

	private int count;

	private long hash;

	/** Whether a capture has the array: then what is in use of it must not change. */
	private boolean shared;

	LiveBlock(long id) {
		this.id = id;
	}

	static long idOf(long dot) {
		return dot >>> BITS;
	}

	/**
	 * Return what a dot adds to the hash of those that live: the finalizer of SplitMix64.
	 */
	static long hashOf(long dot) {
		long z = (dot ^ (dot >>> 30)) * 0xbf58476d1ce4e5b9L;
		z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
		return z ^ (z >>> 31);
	}

	long id() {
		return this.id;
	}

	int count() {
		return this.count;
	}

	long hash() {
		return this.hash;
	}

	@SuppressWarnings("unchecked")
	E get(int index) {
		return (E) Objects.requireNonNull(this.entries[index]);
	}

	@Nullable E find(long dot) {
		int index = indexOf(dot);
		return (index >= 0) ? get(index) : null;
	}

	/**
	 * As {@link Arrays#binarySearch(long[], long)}. Dots are distinct numbers: the first
	 * and the last bound where one may be, which in a dense block leaves one place.
	 */
	private int indexOf(long dot) {
		if (this.count == 0) {
			return -1;
		}
		long last = get(this.count - 1).dot();
		if (last < dot) {
			return -this.count - 1; // a new one is the highest
		}
		int low = (int) Math.max(0, this.count - 1 - (last - dot));
		int high = (int) Math.min(this.count - 1, dot - get(0).dot());
		while (low <= high) {
			int middle = (low + high) >>> 1;
			long found = get(middle).dot();
			if (found == dot) {
				return middle;
			}
			if (found < dot) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -low - 1;
	}

	/**
	 * Add an entry that is not there.
	 */
	void add(E entry) {
		int index = -indexOf(entry.dot()) - 1;
		assert index >= 0;
		if (index < this.count) {
			own();
		}
		if (this.count == this.entries.length) {
			this.entries = Arrays.copyOf(this.entries, Math.min(DOTS, this.count + (this.count >> 1) + 1));
			this.shared = false;
		}
		System.arraycopy(this.entries, index, this.entries, index + 1, this.count - index);
		this.entries[index] = entry;
		this.count++;
		this.hash ^= hashOf(entry.dot());
	}

	/**
	 * Remove an entry.
	 * @return the entry, or {@code null} if it is not there
	 */
	@Nullable E remove(long dot) {
		int index = indexOf(dot);
		if (index < 0) {
			return null;
		}
		E removed = get(index);
		own();
		this.count--;
		System.arraycopy(this.entries, index + 1, this.entries, index, this.count - index);
		this.entries[this.count] = null;
		this.hash ^= hashOf(dot);
		if (this.count > 0 && this.count <= this.entries.length / 4) {
			this.entries = Arrays.copyOf(this.entries, this.count * 2);
		}
		return removed;
	}

	private void own() {
		if (this.shared) {
			this.entries = this.entries.clone();
			this.shared = false;
		}
	}

	/**
	 * Give back the slots that no entry of this block will need.
	 */
	void complete() {
		if (this.entries.length > this.count && this.count > 0) {
			this.entries = Arrays.copyOf(this.entries, this.count);
			this.shared = false;
		}
	}

	Capture<E> capture() {
		this.shared = true;
		return new Capture<>(this.id, this.entries, this.count, this.hash);
	}

	/**
	 * A block at one moment.
	 */
	record Capture<E extends Entry>(long id, @Nullable Entry[] entries, int count, long hash) {

		@SuppressWarnings("unchecked")
		E get(int index) {
			return (E) Objects.requireNonNull(this.entries[index]);
		}

	}

}
