package dev.muster.benchmarks;

/**
 * A measurement that prints its result.
 */
@FunctionalInterface
public interface Benchmark {

	/**
	 * Measure and print.
	 * @param args the options
	 * @throws IllegalArgumentException if an option is wrong
	 * @throws Exception if the measurement fails
	 */
	void run(String... args) throws Exception;

}
