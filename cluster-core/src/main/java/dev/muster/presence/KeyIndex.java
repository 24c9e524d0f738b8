package dev.muster.presence;

import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Entries of a large topic by key: a persistent hash trie (Bagwell, "Ideal Hash Trees").
 * A slot has an entry, several with one hash, or the next level. Immutable.
 */
final class KeyIndex {

	static final KeyIndex EMPTY = new KeyIndex(0, Radix.EMPTY);

	private static final int BITS = 5;

	private final int bitmap;

	private final Object[] slots;

	private KeyIndex(int bitmap, Object[] slots) {
		this.bitmap = bitmap;
		this.slots = slots;
	}

	boolean isEmpty() {
		return this.bitmap == 0;
	}

	KeyIndex with(Tracked entry) {
		return with(spread(entry.keyHash()), 0, entry);
	}

	private KeyIndex with(int hash, int shift, Tracked entry) {
		int bit = 1 << (hash >>> shift & 31);
		int slot = slot(bit);
		if ((this.bitmap & bit) == 0) {
			Object[] copy = new Object[this.slots.length + 1];
			System.arraycopy(this.slots, 0, copy, 0, slot);
			copy[slot] = entry;
			System.arraycopy(this.slots, slot, copy, slot + 1, this.slots.length - slot);
			return new KeyIndex(this.bitmap | bit, copy);
		}
		Object before = this.slots[slot];
		if (before instanceof KeyIndex index) {
			return replace(slot, index.with(hash, shift + BITS, entry));
		}
		Tracked[] bucket = (before instanceof Tracked single) ? new Tracked[] { single } : (Tracked[]) before;
		int other = spread(bucket[0].keyHash());
		if (other == hash) {
			Tracked[] larger = Arrays.copyOf(bucket, bucket.length + 1);
			larger[bucket.length] = entry;
			return replace(slot, larger);
		}
		KeyIndex below = new KeyIndex(1 << (other >>> shift + BITS & 31), new Object[] { before });
		return replace(slot, below.with(hash, shift + BITS, entry));
	}

	KeyIndex without(Tracked entry) {
		return without(spread(entry.keyHash()), 0, entry);
	}

	private KeyIndex without(int hash, int shift, Tracked entry) {
		int bit = 1 << (hash >>> shift & 31);
		if ((this.bitmap & bit) == 0) {
			return this;
		}
		int slot = slot(bit);
		Object before = this.slots[slot];
		if (before == entry) {
			return drop(bit, slot);
		}
		if (before instanceof KeyIndex index) {
			KeyIndex below = index.without(hash, shift + BITS, entry);
			return below.isEmpty() ? drop(bit, slot) : replace(slot, below);
		}
		if (before instanceof Tracked[] bucket) {
			Object[] rest = Arrays.stream(bucket).filter((other) -> other != entry).toArray(Tracked[]::new);
			return replace(slot, (rest.length == 1) ? rest[0] : rest);
		}
		return this;
	}

	private KeyIndex drop(int bit, int slot) {
		Object[] copy = new Object[this.slots.length - 1];
		System.arraycopy(this.slots, 0, copy, 0, slot);
		System.arraycopy(this.slots, slot + 1, copy, slot, copy.length - slot);
		return new KeyIndex(this.bitmap & ~bit, copy);
	}

	private KeyIndex replace(int slot, Object element) {
		Object[] copy = this.slots.clone();
		copy[slot] = element;
		return new KeyIndex(this.bitmap, copy);
	}

	/**
	 * Find the entries of a key.
	 */
	void find(byte[] key, Consumer<Tracked> found) {
		int hash = spread(Tracked.hash(key, 0, key.length));
		KeyIndex level = this;
		for (int shift = 0;; shift += BITS) {
			int bit = 1 << (hash >>> shift & 31);
			Object element = ((level.bitmap & bit) != 0) ? level.slots[level.slot(bit)] : null;
			if (element instanceof KeyIndex index) {
				level = index;
				continue;
			}
			match(element, key, found);
			return;
		}
	}

	private static void match(@Nullable Object element, byte[] key, Consumer<Tracked> found) {
		if (element instanceof Tracked entry) {
			if (entry.hasKey(key)) {
				found.accept(entry);
			}
		}
		else if (element instanceof Tracked[] bucket) {
			for (Tracked entry : bucket) {
				match(entry, key, found);
			}
		}
	}

	private int slot(int bit) {
		return Integer.bitCount(this.bitmap & (bit - 1));
	}

	private static int spread(int hash) {
		return hash * 0x9e3779b9 ^ hash >>> 15;
	}

}
