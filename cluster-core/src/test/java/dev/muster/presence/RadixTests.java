package dev.muster.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RadixTests {

	@Test
	void agreesWithAListOverRandomHistories() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		List<Object> expected = new ArrayList<>();
		Object[] root = Radix.EMPTY;
		for (int i = 0; i < 60_000; i++) {
			int size = expected.size();
			boolean growing = (i / 10_000) % 2 == 0;
			double what = random.nextDouble();
			if (size == 0 || what < (growing ? 0.6 : 0.3)) {
				root = Radix.append(root, size, i);
				expected.add(i);
			}
			else if (what < 0.7) {
				root = Radix.removeLast(root, size);
				expected.remove(size - 1);
			}
			else {
				int index = random.nextInt(size);
				root = Radix.set(root, size, index, -i);
				expected.set(index, -i);
			}
			if (i % 97 == 0) {
				assertThat(elements(root, expected.size())).as("seed %s, step %s", seed, i).isEqualTo(expected);
			}
		}
	}

	@Test
	void olderVersionsNeverChange() {
		List<Object[]> versions = new ArrayList<>();
		Object[] root = Radix.EMPTY;
		versions.add(root);
		for (int i = 0; i < 2000; i++) {
			root = Radix.append(root, i, i);
			versions.add(root);
		}
		for (int i = 2000; i > 0; i--) {
			root = Radix.removeLast(Radix.set(root, i, i / 2, "changed"), i);
		}
		for (int size = 0; size <= 2000; size += 31) {
			List<Object> elements = elements(versions.get(size), size);
			for (int i = 0; i < size; i++) {
				assertThat(elements.get(i)).isEqualTo(i);
			}
		}
	}

	private static List<Object> elements(Object[] root, int size) {
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			elements.add(Radix.get(root, size, i));
		}
		return elements;
	}

}
