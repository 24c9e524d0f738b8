package dev.muster.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Values of the same thing, measured several times.
 */
public final class Samples {

	private final List<Double> sorted = new ArrayList<>();

	/**
	 * Add a value.
	 * @param value the value
	 */
	public void add(double value) {
		int index = Collections.binarySearch(this.sorted, value);
		this.sorted.add((index < 0) ? -index - 1 : index, value);
	}

	/**
	 * Return how many there are.
	 * @return the count
	 */
	public int count() {
		return this.sorted.size();
	}

	/**
	 * Return the value in the middle, or the mean of the two there.
	 * @return the median, not a number if there are no values
	 */
	public double median() {
		int count = count();
		if (count == 0) {
			return Double.NaN;
		}
		return (this.sorted.get((count - 1) / 2) + this.sorted.get(count / 2)) / 2;
	}

	/**
	 * Return the smallest value.
	 * @return the minimum, not a number if there are no values
	 */
	public double min() {
		return (count() == 0) ? Double.NaN : this.sorted.get(0);
	}

	/**
	 * Return the largest value.
	 * @return the maximum, not a number if there are no values
	 */
	public double max() {
		return (count() == 0) ? Double.NaN : this.sorted.get(count() - 1);
	}

	/**
	 * Print a value for people.
	 * @param value the value
	 * @param digits how many digits after the point
	 * @return the text, with separated thousands; a dash if it is not a number
	 */
	public static String format(double value, int digits) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + digits + "f", value);
	}

	/**
	 * Print the median.
	 * @param digits how many digits after the point
	 * @return the text
	 */
	public String median(int digits) {
		return format(median(), digits);
	}

	/**
	 * Print smallest and largest value.
	 * @param digits how many digits after the point
	 * @return the text
	 */
	public String range(int digits) {
		return (count() == 0) ? "-" : format(min(), digits) + " - " + format(max(), digits);
	}

}
