package dev.muster.presence;

import java.util.Arrays;

/**
 * A persistent vector of radix 32 (Bagwell and Rompf, "RRB-Trees", section 2; the vectors
 * of Scala and Clojure), as functions of its root and size. No array that was returned
 * ever changes. All arrays are as long as what is in them, so that a vector of up to 32
 * elements is one array.
 */
final class Radix {

	static final Object[] EMPTY = {};

	private static final int BITS = 5;

	private static final int WIDTH = 1 << BITS;

	private static final int MASK = WIDTH - 1;

	private Radix() {
	}

	private static int shift(int size) {
		int shift = 0;
		while (size - 1 >>> shift >= WIDTH) {
			shift += BITS;
		}
		return shift;
	}

	static Object get(Object[] root, int size, int index) {
		Object[] node = root;
		for (int shift = shift(size); shift > 0; shift -= BITS) {
			node = (Object[]) node[index >>> shift & MASK];
		}
		return node[index & MASK];
	}

	static Object[] set(Object[] root, int size, int index, Object element) {
		return setBelow(root, shift(size), index, element);
	}

	private static Object[] setBelow(Object[] node, int shift, int index, Object element) {
		Object[] copy = node.clone();
		int slot = index >>> shift & MASK;
		copy[slot] = (shift == 0) ? element : setBelow((Object[]) node[slot], shift - BITS, index, element);
		return copy;
	}

	static Object[] append(Object[] root, int size, Object element) {
		if (size == 0) {
			return new Object[] { element };
		}
		int shift = shift(size);
		if (shift(size + 1) > shift) {
			return new Object[] { root, path(shift, element) };
		}
		return appendBelow(root, shift, size, element);
	}

	private static Object[] appendBelow(Object[] node, int shift, int index, Object element) {
		int slot = index >>> shift & MASK;
		Object[] copy = Arrays.copyOf(node, Math.max(node.length, slot + 1));
		if (shift == 0) {
			copy[slot] = element;
		}
		else {
			copy[slot] = (slot == node.length) ? path(shift - BITS, element)
					: appendBelow((Object[]) node[slot], shift - BITS, index, element);
		}
		return copy;
	}

	private static Object[] path(int shift, Object element) {
		return new Object[] { (shift == 0) ? element : path(shift - BITS, element) };
	}

	static Object[] removeLast(Object[] root, int size) {
		if (size == 1) {
			return EMPTY;
		}
		int shift = shift(size);
		Object[] removed = removeBelow(root, shift);
		return (shift > 0 && removed.length == 1) ? (Object[]) removed[0] : removed;
	}

	private static Object[] removeBelow(Object[] node, int shift) {
		int last = node.length - 1;
		if (shift > 0) {
			Object[] child = removeBelow((Object[]) node[last], shift - BITS);
			if (child.length > 0) {
				Object[] copy = node.clone();
				copy[last] = child;
				return copy;
			}
		}
		return Arrays.copyOf(node, last);
	}

}
