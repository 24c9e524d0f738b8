package dev.muster.benchmarks.traffic;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

import dev.muster.benchmarks.ChildProcess;
import dev.muster.benchmarks.Told;

/**
 * Three fresh processes, of which the first asks and the second answers: to warm up, with
 * a number of requests open, and at a fixed rate.
 */
final class RequestTrial {

	private RequestTrial() {
	}

	static Outcome run(Team.Plan plan, int open, int perSecond, long warmUpMillis, long millis) throws IOException {
		try (Team team = Team.form(plan)) {
			team.all("serve", "serving");
			ChildProcess asker = team.processes().get(0);
			ask(asker, "ask", 1, warmUpMillis, open);
			team.all("arm 2", "armed");
			Meter meter = Meter.start(team);
			Told asked = ask(asker, "ask", 2, millis, open);
			Map<Figure, Double> figures = new EnumMap<>(Figure.class);
			figures.put(Figure.REPLIES, asked.number(0) * 1e9 / (asked.number(7) - asked.number(6)));
			meter.stop(figures, 1, asked.number(5), asked.number(5));
			Told paced = ask(asker, "ask-paced", 3, millis, perSecond);
			LatencyTrial.percentiles(figures, paced);
			team.end();
			return new Outcome(figures, problems(asked).plus(problems(paced)));
		}
	}

	private static Told ask(ChildProcess asker, Object... order) {
		asker.say(order);
		return asker.await("asked");
	}

	private static Problems problems(Told asked) {
		long wrong = asked.number(8);
		return new Problems(asked.number(5) - asked.number(0) - wrong, 0, 0, wrong);
	}

}
