package dev.muster.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.Benchmark;
import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Jvm;
import dev.muster.benchmarks.Options;
import dev.muster.benchmarks.Report;
import dev.muster.benchmarks.Samples;
import dev.muster.benchmarks.Scratch;
import dev.muster.benchmarks.Table;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.startup.app.EmptyApplication;

/**
 * Starts the same application with and without the starter, in turns, each time in a
 * fresh process.
 */
public final class StartupBenchmark implements Benchmark {

	/** What no application has. */
	private static final List<String> TOOLS = List.of("jmh-", "jopt-", "commons-math");

	private static final List<String> MUSTER = List.of("cluster-", "jgroups-", "spring-messaging-");

	private static final List<String> JACKSON = List.of("jackson-", "spring-boot-jackson-",
			"spring-boot-starter-jackson-");

	/** What a web application has besides spring-boot-starter and Jackson. */
	private static final List<String> WEB = List.of("tomcat-", "spring-web", "spring-boot-http-converter-",
			"spring-boot-servlet-", "spring-boot-starter-tomcat-", "spring-boot-starter-webmvc-", "spring-boot-tomcat-",
			"spring-boot-web");

	private static final Options.Declaration OPTIONS = Options.declare()
		.option("rounds", "10", "how often each is started")
		.option("jdk", "", "Java home of the processes; that of this one by default")
		.option("jvm", "-Xmx256m", "flags of the processes")
		.option(Report.JSON, "", "a file for the result as JSON");

	@Override
	public void run(String... args) throws IOException {
		Options options = OPTIONS.parse(args);
		int rounds = options.number("rounds", 1);
		Jvm jvm = Jvm.current().withHome(options.text("jdk")).withFlags(options.text("jvm").trim().split(" +"));
		Report report = new Report();
		for (Application application : Application.values()) {
			report.add(table(application, measure(application, jvm, rounds, report), rounds, jvm));
		}
		report.remark("Milliseconds, medians. Ready: from the fork of the process, JVM start included, to "
				+ "ApplicationReadyEvent. CPU is of all threads, the compiler's too. The starter brings Jackson; a web "
				+ "application has it already.");
		report.finish(options);
	}

	private static Map<Variant, Timing> measure(Application application, Jvm jvm, int rounds, Report report)
			throws IOException {
		Map<Variant, Timing> results = new EnumMap<>(Variant.class);
		List<Variant> variants = new ArrayList<>(Arrays.asList(Variant.values()));
		for (int round = 0; round <= rounds; round++) {
			for (Variant variant : variants) {
				Timing timing = measure(jvm.withClassPath(application.classPath(jvm, variant)), variant);
				if (round > 0) { // the first fills the page cache
					results.computeIfAbsent(variant, (key) -> new Timing()).add(timing);
				}
				report.progress("%s, round %d of %d, %s: ready after %s ms", application.label, round, rounds,
						variant.label, timing.ready.median(0));
			}
			variants.add(variants.remove(0));
		}
		return results;
	}

	private static List<String> without(List<String> classPath, List<String> prefixes) {
		return classPath.stream().filter((entry) -> prefixes.stream().noneMatch(name(entry)::startsWith)).toList();
	}

	private static String name(String entry) {
		return String.valueOf(Path.of(entry).getFileName());
	}

	private static Timing measure(Jvm jvm, Variant variant) throws IOException {
		try (Scratch scratch = new Scratch()) {
			ChildProcess process = scratch.add(jvm.withFlags("-Djava.io.tmpdir=" + scratch.directory())
				.start(EmptyApplication.class, "--spring.main.banner-mode=off",
						"--spring.application.name=" + scratch.cluster(), "--muster.transport.bind-port=0",
						"--server.port=0", "--muster.enabled=" + (variant == Variant.ENABLED)));
			Told ready = process.await("ready");
			Told closing = process.await("closing");
			long ended = process.awaitEnd();
			Timing timing = new Timing();
			timing.ready.add((ready.nanos() - process.startedAt()) / 1e6);
			timing.close.add((ended - closing.nanos()) / 1e6);
			timing.total.add((ended - process.startedAt()) / 1e6);
			timing.beans.add(closing.number(0));
			timing.cpu.add(closing.number(1) / 1e6);
			return timing;
		}
	}

	static Table table(Application application, Map<Variant, Timing> results, int rounds, Jvm jvm) {
		Table table = new Table(
				"start-up of an empty application of " + application.label + ", median of " + rounds + ", Java "
						+ jvm.version(),
				"the starter", "ready", "min - max", "added", "close to end of JVM", "added", "whole run", "added",
				"CPU until ready", "added", "beans");
		Timing base = results.getOrDefault(Variant.WITHOUT, new Timing());
		results.forEach((variant, timing) -> table.row(variant.label, timing.ready.median(0), timing.ready.range(0),
				added(timing.ready, base.ready), timing.close.median(0), added(timing.close, base.close),
				timing.total.median(0), added(timing.total, base.total), timing.cpu.median(0),
				added(timing.cpu, base.cpu), timing.beans.median(0)));
		return table;
	}

	private static String added(Samples own, Samples base) {
		return Samples.format(own.median() - base.median(), 0);
	}

	/**
	 * What is started.
	 */
	enum Application {

		PLAIN("spring-boot-starter"), WEB("spring-boot-starter-webmvc");

		private final String label;

		Application(String label) {
			this.label = label;
		}

		List<String> classPath(Jvm jvm, Variant variant) {
			List<String> entries = without(jvm.classPath(), TOOLS);
			if (this == PLAIN) {
				entries = without(entries, StartupBenchmark.WEB);
			}
			if (variant == Variant.WITHOUT) {
				entries = without(entries, MUSTER);
				entries = (this == PLAIN) ? without(entries, JACKSON) : entries;
			}
			return entries;
		}

	}

	/**
	 * With what it is started.
	 */
	enum Variant {

		WITHOUT("none"), DISABLED("muster.enabled=false"), ENABLED("founds a cluster alone");

		private final String label;

		Variant(String label) {
			this.label = label;
		}

	}

	/**
	 * What was measured of one variant.
	 */
	static final class Timing {

		private final Samples ready = new Samples();

		private final Samples close = new Samples();

		private final Samples total = new Samples();

		private final Samples beans = new Samples();

		private final Samples cpu = new Samples();

		void add(Timing other) {
			this.ready.add(other.ready.median());
			this.close.add(other.close.median());
			this.total.add(other.total.median());
			this.beans.add(other.beans.median());
			this.cpu.add(other.cpu.median());
		}

	}

}
