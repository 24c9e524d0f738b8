package dev.muster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a measurement tells: on standard output for people, and into a file for programs.
 * How it goes on is told on standard error.
 */
public final class Report {

	/** The option that names the file. */
	public static final String JSON = "json";

	private final List<Table> tables = new ArrayList<>();

	private final String loadBefore = load();

	/**
	 * Say how the measurement goes on.
	 * @param format as of {@link String#format}
	 * @param arguments its arguments
	 */
	public void progress(String format, Object... arguments) {
		System.err.println(String.format(Locale.ROOT, format, arguments));
	}

	/**
	 * Print a table.
	 * @param table the table
	 */
	public void add(Table table) {
		this.tables.add(table);
		System.out.print(table.markdown());
	}

	/**
	 * Add a table for programs only.
	 * @param table the table
	 */
	public void addData(Table table) {
		this.tables.add(table);
	}

	/**
	 * Print a remark.
	 * @param text the remark
	 */
	public void remark(String text) {
		System.out.println("\n" + text);
	}

	/**
	 * Tell where it was measured, and write the file if there is to be one.
	 * @param options the options, of which one is {@link #JSON}
	 * @throws IOException if the file cannot be written
	 */
	public void finish(Options options) throws IOException {
		String machine = Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
				+ System.getProperty("os.arch") + ", load average " + this.loadBefore + " before and " + load()
				+ " after";
		remark("Machine: " + machine);
		if (!options.text(JSON).isEmpty()) {
			Table machineTable = new Table("machine", "machine");
			machineTable.row(machine);
			this.tables.add(machineTable);
			Files.writeString(Path.of(options.text(JSON)),
					this.tables.stream().map(Table::json).collect(Collectors.joining(",\n", "[", "]\n")));
		}
	}

	private static String load() {
		Path file = Path.of("/proc/loadavg");
		try {
			return Files.isReadable(file) ? Files.readString(file).split(" ")[0] : "unknown";
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
