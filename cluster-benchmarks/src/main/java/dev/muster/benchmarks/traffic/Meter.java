package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;

/**
 * What the processes of a trial, and others beside them, use in a phase.
 */
final class Meter {

	private final Team team;

	private final long begun = System.nanoTime();

	private final long machineCpu = Usage.machineCpu();

	private final long brokerCpu;

	private final long wireBytes;

	private Meter(Team team) {
		this.team = team;
		this.brokerCpu = team.brokerCpu();
		this.wireBytes = wireBytes(team);
	}

	/** Begin; the processes are told to arm besides, and count from then on. */
	static Meter start(Team team) {
		return new Meter(team);
	}

	// All that goes over the loopback interface of the team's own network, if it has one
	private static long wireBytes(Team team) {
		if (!team.isOnOwnNetwork()) {
			return -1;
		}
		try {
			return Files.readAllLines(Path.of("/proc", String.valueOf(team.processes().get(0).pid()), "net/dev"))
				.stream()
				.map(String::trim)
				.filter((line) -> line.startsWith("lo:"))
				.mapToLong((line) -> Long.parseLong(line.substring("lo:".length()).trim().split(" +")[0]))
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Add to what was measured.
	 * @param figures the figures so far
	 * @param publishers how many of the processes publish
	 * @param messages how many messages there were
	 * @param deliveries how often one was to be delivered
	 */
	void stop(Map<Figure, Double> figures, int publishers, long messages, long deliveries) {
		double elapsed = System.nanoTime() - this.begun;
		double machine = (this.machineCpu < 0) ? Double.NaN : Usage.machineCpu() - this.machineCpu;
		double bytes = (this.wireBytes < 0) ? Double.NaN : wireBytes(this.team) - this.wireBytes;
		double allCpu = this.team.brokerCpu() - this.brokerCpu;
		double publisherCpu = 0;
		double allocated = 0;
		double wire = 0;
		List<ChildProcess> processes = this.team.processes();
		Told[] usages = processes.stream().map(Meter::usage).toArray(Told[]::new);
		for (int i = 0; i < usages.length; i++) {
			allCpu += usages[i].number(0);
			publisherCpu += (i < publishers) ? usages[i].number(0) : 0;
			allocated += (i < publishers) ? usages[i].number(1) : 0;
			wire += usages[i].number(2);
		}
		boolean counted = Arrays.stream(usages).allMatch((usage) -> usage.number(2) >= 0);
		figures.put(Figure.PUBLISHER_CPU, publisherCpu / 1e3 / messages);
		figures.put(Figure.ALL_CPU, allCpu / 1e3 / messages);
		figures.put(Figure.ALLOCATED, allocated / messages);
		figures.put(Figure.WIRE_BYTES, bytes / deliveries);
		figures.put(Figure.WIRE_MESSAGES, counted ? wire / deliveries : Double.NaN);
		figures.put(Figure.OTHERS, Math.max(0, (machine - allCpu) / elapsed));
	}

	private static Told usage(ChildProcess process) {
		process.say("usage");
		return process.await("usage");
	}

}
