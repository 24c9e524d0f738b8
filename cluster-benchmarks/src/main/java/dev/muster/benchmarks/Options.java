package dev.muster.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The options of a measurement: {@code --name value} each. Immutable.
 */
public final class Options {

	private final Map<String, String> values;

	private Options(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Begin to say which options there are.
	 * @return the declaration
	 */
	public static Declaration declare() {
		return new Declaration();
	}

	/**
	 * Return a text.
	 * @param name the option
	 * @return its value
	 */
	public String text(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalStateException("--" + name + " was not declared");
		}
		return value;
	}

	/**
	 * Return texts that are separated by commas.
	 * @param name the option
	 * @return its values, empty if there is none
	 */
	public List<String> texts(String name) {
		return Arrays.stream(text(name).split(",")).map(String::trim).filter((part) -> !part.isEmpty()).toList();
	}

	/**
	 * Return a whole number.
	 * @param name the option
	 * @param min the smallest that makes sense
	 * @return its value
	 */
	public int number(String name, int min) {
		return parse(name, text(name), min);
	}

	/**
	 * Return all options.
	 * @return names without dashes, and values
	 */
	public Map<String, String> arguments() {
		return Map.copyOf(this.values);
	}

	/**
	 * Return whole numbers that are separated by commas.
	 * @param name the option
	 * @param min the smallest that makes sense
	 * @return its values
	 */
	public List<Integer> numbers(String name, int min) {
		return texts(name).stream().map((text) -> parse(name, text, min)).toList();
	}

	private static int parse(String name, String text, int min) {
		try {
			int number = Integer.parseInt(text);
			if (number >= min) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException("--" + name + " " + text + ": a whole number from " + min + " is needed");
	}

	/**
	 * Says which options there are.
	 */
	public static final class Declaration {

		private final Map<String, String> defaults = new LinkedHashMap<>();

		private final Map<String, String> meanings = new LinkedHashMap<>();

		private Declaration() {
		}

		/**
		 * Declare an option.
		 * @param name its name, without dashes
		 * @param value its default
		 * @param meaning what it means
		 * @return this declaration
		 */
		public Declaration option(String name, String value, String meaning) {
			this.defaults.put(name, value);
			this.meanings.put(name, meaning);
			return this;
		}

		/**
		 * Read arguments.
		 * @param args {@code --name value} each
		 * @return the options
		 * @throws IllegalArgumentException if one is unknown, or help is asked for
		 */
		public Options parse(String... args) {
			Map<String, String> values = new LinkedHashMap<>(this.defaults);
			for (int i = 0; i < args.length; i += 2) {
				String name = args[i].startsWith("--") ? args[i].substring(2) : "";
				if (!values.containsKey(name)) {
					throw new IllegalArgumentException(
							(name.equals("help") ? "" : args[i] + " is no option here\n") + usage());
				}
				if (i + 1 == args.length) {
					throw new IllegalArgumentException("--" + name + " needs a value: " + this.meanings.get(name));
				}
				values.put(name, args[i + 1]);
			}
			return new Options(values);
		}

		private String usage() {
			return "Options:\n" + this.defaults.entrySet()
				.stream()
				.map((option) -> "  --" + option.getKey() + "  " + this.meanings.get(option.getKey())
						+ (option.getValue().isEmpty() ? "" : " (" + option.getValue() + ")"))
				.collect(Collectors.joining("\n"));
		}

	}

}
