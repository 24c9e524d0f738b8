package dev.muster.benchmarks.traffic;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.muster.benchmarks.Samples;
import dev.muster.benchmarks.Table;

/**
 * What the rounds measured of peers side by side, and how it is printed.
 */
final class Outcomes {

	private final String base;

	/** By peer and round. */
	private final Map<String, Map<Integer, Outcome>> outcomes = new LinkedHashMap<>();

	private final Set<Figure> figures = EnumSet.noneOf(Figure.class);

	/**
	 * Create without outcomes.
	 * @param base the peer that others are compared with
	 */
	Outcomes(String base) {
		this.base = base;
	}

	void add(String peer, int round, Outcome outcome) {
		this.outcomes.computeIfAbsent(peer, (key) -> new LinkedHashMap<>()).put(round, outcome);
		outcome.figures()
			.keySet()
			.stream()
			.filter((figure) -> !Double.isNaN(outcome.value(figure)))
			.forEach(this.figures::add);
	}

	/**
	 * Return the medians of the rounds, and in parentheses the median of their ratios to
	 * the base of the same round.
	 */
	Table medians(String title) {
		List<String> columns = new ArrayList<>(List.of("peer"));
		this.figures.forEach((figure) -> {
			columns.add(figure.label());
			if (columns.size() == 2) {
				columns.add("min - max");
			}
		});
		columns.add(Problems.COLUMN);
		Table table = new Table(title, columns.toArray(String[]::new));
		this.outcomes.forEach((peer, rounds) -> table.row(row(peer, rounds).toArray(String[]::new)));
		return table;
	}

	private List<String> row(String peer, Map<Integer, Outcome> rounds) {
		List<String> cells = new ArrayList<>(List.of(peer));
		Map<Integer, Outcome> bases = this.outcomes.getOrDefault(this.base, Map.of());
		for (Figure figure : this.figures) {
			Samples values = new Samples();
			Samples ratios = new Samples();
			rounds.forEach((round, outcome) -> {
				Outcome other = bases.get(round);
				add(values, outcome.value(figure));
				if (other != null && figure.isCompared()) {
					add(ratios, outcome.value(figure) / other.value(figure));
				}
			});
			cells.add(values.median(figure.digits()) + ((ratios.count() > 0) ? " (" + ratios.median(2) + ")" : ""));
			if (cells.size() == 2) {
				cells.add(values.range(figure.digits()));
			}
		}
		cells.add(rounds.values().stream().map(Outcome::problems).reduce(Problems.NONE, Problems::plus).toString());
		return cells;
	}

	private static void add(Samples samples, double value) {
		if (Double.isFinite(value)) {
			samples.add(value);
		}
	}

	/** Return all figures of all rounds as plain numbers. */
	Table rounds(String title) {
		List<String> columns = new ArrayList<>(List.of("peer", "round"));
		this.figures.forEach((figure) -> columns.add(figure.label()));
		columns.add(Problems.COLUMN);
		Table table = new Table(title + ", each round", columns.toArray(String[]::new));
		this.outcomes.forEach((peer, rounds) -> rounds.forEach((round, outcome) -> {
			List<String> cells = new ArrayList<>(List.of(peer, String.valueOf(round)));
			this.figures.forEach((figure) -> cells.add(String.format(Locale.ROOT, "%.3f", outcome.value(figure))));
			cells.add(outcome.problems().toString());
			table.row(cells.toArray(String[]::new));
		}));
		return table;
	}

}
