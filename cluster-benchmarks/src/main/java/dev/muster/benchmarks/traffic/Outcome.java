package dev.muster.benchmarks.traffic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import dev.muster.benchmarks.Samples;

/**
 * What a trial measured.
 *
 * @param figures the figures, not a number where one is not known
 * @param problems what went wrong
 */
record Outcome(Map<Figure, Double> figures, Problems problems) {

	Outcome {
		figures = Collections.unmodifiableMap(new EnumMap<>(figures));
	}

	/**
	 * Return a figure.
	 * @return its value, not a number if it is not known
	 */
	double value(Figure figure) {
		return this.figures.getOrDefault(figure, Double.NaN);
	}

	@Override
	public String toString() {
		return this.figures.entrySet()
			.stream()
			.filter((entry) -> !Double.isNaN(entry.getValue()))
			.map((entry) -> entry.getKey().label() + " " + Samples.format(entry.getValue(), entry.getKey().digits()))
			.collect(Collectors.joining(", ")) + ", " + Problems.COLUMN + " " + this.problems;
	}

}
