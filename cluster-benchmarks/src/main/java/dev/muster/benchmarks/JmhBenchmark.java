package dev.muster.benchmarks;

import org.openjdk.jmh.Main;

/**
 * Hands over to JMH, options and all.
 */
enum JmhBenchmark implements Benchmark {

	INSTANCE;

	@Override
	public void run(String... args) throws Exception {
		Main.main(args);
	}

}
