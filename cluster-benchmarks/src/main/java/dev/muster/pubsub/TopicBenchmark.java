package dev.muster.pubsub;

import java.util.concurrent.TimeUnit;

import dev.muster.topic.TopicPattern;
import dev.muster.topic.TopicSyntax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find out who wants a topic that no route is remembered for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TopicBenchmark {

	private static final String TOPIC = "shop.orders.eu.created";

	/** How many patterns with wildcards there are. */
	@Param({ "1", "100" })
	private int wildcards;

	private final TopicPattern pattern = new TopicPattern("shop.*.eu.**");

	private final PatternMap<String> patterns = new PatternMap<>();

	/**
	 * Fill the map.
	 */
	@Setup
	public void fill() {
		for (int i = 0; i < this.wildcards; i++) {
			String text = "shop.orders.region" + i + ".*";
			this.patterns.put(text, text);
		}
		for (int i = 0; i < 10_000; i++) {
			String text = "shop.orders.eu.topic" + i;
			this.patterns.put(text, text);
		}
	}

	/**
	 * Match one pattern.
	 * @return whether it matches
	 */
	@Benchmark
	public boolean match() {
		return this.pattern.matches(TOPIC);
	}

	/**
	 * Match all patterns of a member.
	 * @return whether one matches
	 */
	@Benchmark
	public boolean lookUp() {
		return this.patterns.matches(TOPIC);
	}

	/**
	 * Check a topic, as is done once for each new one.
	 * @return what is wrong with it
	 */
	@Benchmark
	public Object check() {
		return String.valueOf(TopicSyntax.problem(TOPIC, false));
	}

}
