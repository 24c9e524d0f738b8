package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The entries of a topic against a plain list, below and above the size from which there
 * is an index.
 */
class MembersTests {

	private final List<Owner> owners = List.of(new Owner(1, () -> null), new Owner(2, () -> null),
			new Owner(3, () -> null));

	private long dots;

	@Test
	void agreesWithAListOverRandomHistories() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		List<Tracked> expected = new ArrayList<>();
		Members members = Members.EMPTY;
		boolean indexed = false;
		for (int i = 0; i < 20_000; i++) {
			boolean growing = (i / 1000) % 2 == 0;
			double what = random.nextDouble();
			if (expected.isEmpty() || what < (growing ? 0.5 : 0.2)) {
				Tracked entry = entry(random);
				members = members.with(entry);
				expected.add(entry);
			}
			else if (what < 0.8) {
				Tracked entry = expected.remove(random.nextInt(expected.size()));
				assertThat(members.contains(entry)).isTrue();
				members = members.without(entry);
				assertThat(members.contains(entry)).isFalse();
			}
			else {
				int index = random.nextInt(expected.size());
				Tracked before = expected.get(index);
				Tracked after = entry(before.keyBytes(), random);
				members = members.replace(before, after);
				expected.set(index, after);
			}
			indexed |= members.isIndexed();
			Hidden hidden = random.nextBoolean() ? Hidden.NONE : Hidden.NONE.with(2);
			String context = "seed " + seed + ", step " + i;
			List<Tracked> shown = expected.stream().filter((entry) -> !hidden.has(entry)).toList();
			assertThat(members.count(hidden)).as(context).isEqualTo(shown.size());
			if (i % 53 == 0) {
				assertThat(members.list(hidden)).as(context).containsExactlyInAnyOrderElementsOf(shown);
			}
			byte[] key = entry(random).keyBytes();
			List<Tracked> found = new ArrayList<>();
			members.find(key, found::add);
			assertThat(found).as(context)
				.containsExactlyInAnyOrderElementsOf(expected.stream().filter((entry) -> entry.hasKey(key)).toList());
		}
		assertThat(indexed).as("there was an index at times").isTrue();
	}

	private Tracked entry(Random random) {
		// "Aa" and "BB" have one hash
		String key = random.nextInt(150) + (random.nextBoolean() ? "Aa" : "BB");
		return entry(key.getBytes(StandardCharsets.UTF_8), random);
	}

	private Tracked entry(byte[] key, Random random) {
		long dot = ++this.dots + 1;
		Tracked entry = new Tracked(dot, ItemCodec.entry(1, 0, key, 1, new byte[0]));
		TopicDefinition definition = new TopicDefinition(1, ItemCodec.topic("room"));
		definition.bind(new TopicState("room"), this.owners.get(random.nextInt(this.owners.size())));
		entry.bind(definition);
		return entry;
	}

}
