package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;

/**
 * Three fresh processes, of which one publishes as fast as it can, or all do: once to
 * warm up, once to be measured.
 */
final class ThroughputTrial {

	private final Team team;

	private final Traffic traffic;

	private ThroughputTrial(Team team, Traffic traffic) {
		this.team = team;
		this.traffic = traffic;
	}

	static Outcome run(Team.Plan plan, long warmUpMillis, long millis) throws IOException {
		try (Team team = Team.form(plan)) {
			ThroughputTrial trial = new ThroughputTrial(team, plan.traffic());
			trial.phase(1, warmUpMillis);
			Outcome result = trial.phase(2, millis);
			team.end();
			return result;
		}
	}

	private Outcome phase(int number, long millis) {
		this.team.all("arm " + number, "armed");
		Meter meter = Meter.start(this.team);
		List<ChildProcess> publishers = this.team.processes().subList(0, this.traffic.publishers());
		publishers.forEach((publisher) -> publisher.say("publish", number, millis));
		List<Long> counts = new ArrayList<>();
		long start = Long.MAX_VALUE;
		for (ChildProcess publisher : publishers) {
			Told published = publisher.await("published");
			counts.add(published.number(0));
			start = Math.min(start, published.number(1));
		}
		String expected = counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
		List<ChildProcess> receivers = new ArrayList<>(this.team.processes());
		if (publishers.size() == 1) {
			receivers.removeAll(publishers);
		}
		receivers.forEach((receiver) -> receiver.say("expect", expected));
		double rate = 0;
		Problems problems = Problems.NONE;
		for (ChildProcess receiver : receivers) {
			Told received = receiver.await("received");
			rate += received.number(0) * 1e9 / (received.number(1) - start) / receivers.size();
			problems = problems
				.plus(new Problems(received.number(2), received.number(3), received.number(4), received.number(5)));
		}
		// with one subscriber for each topic the receivers share the messages
		rate *= (Setup.PROCESSES - 1.0) / this.traffic.copies();
		long count = counts.stream().mapToLong((each) -> each).sum();
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		figures.put(Figure.DELIVERED, rate);
		if (this.traffic.topics() > 1) {
			figures.put(Figure.READY, (double) this.team.readyMillis());
		}
		meter.stop(figures, publishers.size(), count, count * this.traffic.copies());
		return new Outcome(figures, problems);
	}

}
