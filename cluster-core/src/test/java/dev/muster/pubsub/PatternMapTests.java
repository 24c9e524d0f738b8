package dev.muster.pubsub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

import dev.muster.topic.TopicPatternTests;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternMapTests {

	@Test
	void agreesWithAScanOverRandomHistories() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		PatternMap<Integer> map = new PatternMap<>();
		Map<String, Integer> expected = new HashMap<>();
		Map<String, Pattern> oracle = new HashMap<>();
		for (int i = 0; i < 20_000; i++) {
			String pattern = TopicPatternTests.name(random, true);
			if (random.nextInt(2) == 0) {
				map.put(pattern, i);
				expected.put(pattern, i);
			}
			else {
				map.remove(pattern);
				expected.remove(pattern);
			}
			String topic = TopicPatternTests.name(random, false);
			Set<Integer> matches = new HashSet<>();
			map.forEachMatch(topic, matches::add);
			Set<Integer> expectedMatches = new HashSet<>();
			expected.forEach((candidate, value) -> {
				if (oracle.computeIfAbsent(candidate, TopicPatternTests::regex).matcher(topic).matches()) {
					expectedMatches.add(value);
				}
			});
			assertThat(matches).as("seed %d, step %d, topic %s", seed, i, topic).isEqualTo(expectedMatches);
			assertThat(map.matches(topic)).isEqualTo(!expectedMatches.isEmpty());
			assertThat(map.get(pattern)).isEqualTo(expected.get(pattern));
			assertThat(map.size()).isEqualTo(expected.size());
		}
		assertThat(map.patterns()).isEqualTo(expected.keySet());
	}

}
