package dev.muster.presence;

import java.util.Arrays;

/**
 * The owners whose entries do not count now: members out of the view. Immutable, and
 * nearly always empty or small.
 */
final class Hidden {

	static final Hidden NONE = new Hidden(new int[0]);

	private final int[] numbers;

	private Hidden(int[] numbers) {
		this.numbers = numbers;
	}

	boolean isEmpty() {
		return this.numbers.length == 0;
	}

	int size() {
		return this.numbers.length;
	}

	boolean has(int number) {
		for (int hidden : this.numbers) {
			if (hidden == number) {
				return true;
			}
		}
		return false;
	}

	boolean has(Tracked entry) {
		return this.numbers.length > 0 && has(entry.owner().number());
	}

	Hidden with(int number) {
		if (has(number)) {
			return this;
		}
		int[] more = Arrays.copyOf(this.numbers, this.numbers.length + 1);
		more[this.numbers.length] = number;
		return new Hidden(more);
	}

	Hidden without(int number) {
		int[] fewer = Arrays.stream(this.numbers).filter((hidden) -> hidden != number).toArray();
		return (fewer.length == 0) ? NONE : new Hidden(fewer);
	}

}
