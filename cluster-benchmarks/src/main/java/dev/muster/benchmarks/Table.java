package dev.muster.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A result: printed as Markdown, and as JSON with a row as an object of texts.
 */
public final class Table {

	private final String title;

	private final List<String> columns;

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Create an empty table.
	 * @param title what it shows
	 * @param columns the names of its columns
	 */
	public Table(String title, String... columns) {
		this.title = title;
		this.columns = List.of(columns);
	}

	/**
	 * Add a row.
	 * @param cells one for each column
	 */
	public void row(String... cells) {
		if (cells.length != this.columns.size()) {
			throw new IllegalArgumentException(cells.length + " cells in " + this.columns.size() + " columns");
		}
		this.rows.add(List.of(cells));
	}

	/**
	 * Print for people.
	 * @return the table
	 */
	public String markdown() {
		StringBuilder out = new StringBuilder("\n### ").append(this.title).append("\n\n");
		out.append(line(this.columns));
		out.append('|');
		for (int i = 0; i < this.columns.size(); i++) {
			out.append((i == 0) ? "---|" : "---:|");
		}
		out.append('\n');
		this.rows.forEach((row) -> out.append(line(row)));
		return out.toString();
	}

	private static String line(List<String> cells) {
		return cells.stream().map((cell) -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
	}

	/**
	 * Print for programs.
	 * @return the table
	 */
	public String json() {
		return "{" + quote("title") + ": " + quote(this.title) + ", " + quote("rows") + ": ["
				+ this.rows.stream().map(this::json).collect(Collectors.joining(",\n  ", "\n  ", "\n")) + "]}";
	}

	private String json(List<String> row) {
		StringBuilder out = new StringBuilder("{");
		for (int i = 0; i < row.size(); i++) {
			out.append((i == 0) ? "" : ", ").append(quote(this.columns.get(i))).append(": ").append(quote(row.get(i)));
		}
		return out.append('}').toString();
	}

	private static String quote(String text) {
		StringBuilder out = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				out.append('\\').append(c);
			}
			else if (c < ' ') {
				out.append(String.format("\\u%04x", (int) c));
			}
			else {
				out.append(c);
			}
		}
		return out.append('"').toString();
	}

}
