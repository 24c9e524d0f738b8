package dev.muster.presence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a topic at one moment, hidden ones included. Immutable, but for the
 * positions of entries, which are the writer's.
 */
final class Members {

	static final Members EMPTY = new Members(Radix.EMPTY, 0, null, new int[0]);

	/** From so many entries on there is an index by key, until there are half as many. */
	static final int INDEXED = 64;

	private final Object[] root;

	private final int size;

	private final @Nullable KeyIndex keys;

	/**
	 * Numbers of owners, each followed by how many of the entries are its. Topics that
	 * are one owner's share it.
	 */
	private final int[] counts;

	private Members(Object[] root, int size, @Nullable KeyIndex keys, int[] counts) {
		this.root = root;
		this.size = size;
		this.keys = keys;
		this.counts = counts;
	}

	int size() {
		return this.size;
	}

	Tracked get(int index) {
		return (Tracked) Radix.get(this.root, this.size, index);
	}

	boolean isIndexed() {
		return this.keys != null;
	}

	boolean contains(Tracked entry) {
		int position = entry.position();
		return position >= 0 && position < this.size && get(position) == entry;
	}

	Members with(Tracked entry) {
		entry.setPosition(this.size);
		Object[] larger = Radix.append(this.root, this.size, entry);
		KeyIndex index = this.keys;
		if (index != null) {
			index = index.with(entry);
		}
		else if (this.size + 1 > INDEXED) {
			index = index(larger, this.size + 1);
		}
		return new Members(larger, this.size + 1, index, counted(entry, 1));
	}

	private static KeyIndex index(Object[] root, int size) {
		KeyIndex index = KeyIndex.EMPTY;
		for (int i = 0; i < size; i++) {
			index = index.with((Tracked) Radix.get(root, size, i));
		}
		return index;
	}

	/** The last entry takes the place of the one that goes. */
	Members without(Tracked entry) {
		int position = entry.position();
		Tracked last = get(this.size - 1);
		Object[] moved = this.root;
		if (last != entry) {
			last.setPosition(position);
			moved = Radix.set(this.root, this.size, position, last);
		}
		entry.setPosition(-1);
		KeyIndex index = (this.keys != null && this.size - 1 >= INDEXED / 2) ? this.keys.without(entry) : null;
		return new Members(Radix.removeLast(moved, this.size), this.size - 1, index, counted(entry, -1));
	}

	/** For two entries of one key. */
	Members replace(Tracked before, Tracked after) {
		int position = before.position();
		after.setPosition(position);
		before.setPosition(-1);
		KeyIndex index = (this.keys != null) ? this.keys.without(before).with(after) : null;
		Object[] replaced = Radix.set(this.root, this.size, position, after);
		if (before.owner() == after.owner()) {
			return new Members(replaced, this.size, index, this.counts);
		}
		Members taken = new Members(replaced, this.size, index, counted(before, -1));
		return new Members(replaced, this.size, index, taken.counted(after, 1));
	}

	private int[] counted(Tracked entry, int change) {
		int number = entry.owner().number();
		if (this.counts.length == 0 || (this.counts.length == 2 && this.counts[0] == number)) {
			return entry.owner().alone((this.counts.length > 0) ? this.counts[1] + change : change);
		}
		for (int i = 0; i < this.counts.length; i += 2) {
			if (this.counts[i] == number) {
				return counted(i, change);
			}
		}
		int[] more = Arrays.copyOf(this.counts, this.counts.length + 2);
		more[this.counts.length] = number;
		more[this.counts.length + 1] = change;
		return more;
	}

	private int[] counted(int index, int change) {
		int[] copy = this.counts.clone();
		copy[index + 1] += change;
		if (copy[index + 1] > 0) {
			return copy;
		}
		copy[index] = copy[copy.length - 2];
		copy[index + 1] = copy[copy.length - 1];
		return Arrays.copyOf(copy, copy.length - 2);
	}

	int count(Hidden hidden) {
		int count = this.size;
		if (!hidden.isEmpty()) {
			for (int i = 0; i < this.counts.length; i += 2) {
				if (hidden.has(this.counts[i])) {
					count -= this.counts[i + 1];
				}
			}
		}
		return count;
	}

	/**
	 * Return whether it makes a difference which of two sets of owners is hidden.
	 */
	boolean differs(Hidden one, Hidden other) {
		for (int i = 0; i < this.counts.length; i += 2) {
			if (one.has(this.counts[i]) != other.has(this.counts[i])) {
				return true;
			}
		}
		return false;
	}

	void forEach(Hidden hidden, Consumer<Tracked> action) {
		for (int i = 0; i < this.size; i++) {
			Tracked entry = get(i);
			if (!hidden.has(entry)) {
				action.accept(entry);
			}
		}
	}

	List<Tracked> list(Hidden hidden) {
		List<Tracked> entries = new ArrayList<>(count(hidden));
		forEach(hidden, entries::add);
		return entries;
	}

	/**
	 * Find the entries of a key, hidden ones included.
	 */
	void find(byte[] key, Consumer<Tracked> found) {
		if (this.keys != null) {
			this.keys.find(key, found);
			return;
		}
		for (int i = 0; i < this.size; i++) {
			Tracked entry = get(i);
			if (entry.hasKey(key)) {
				found.accept(entry);
			}
		}
	}

}
