package dev.muster.benchmarks.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import dev.muster.benchmarks.link.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of a process in a phase: one for each publisher and topic.
 */
final class Tallies {

	private final Traffic traffic;

	/** By the publisher's place and the topic. */
	private final @Nullable Tally[] tallies;

	private final List<Tally> others = new ArrayList<>();

	Tallies(int phase, int place, Traffic traffic, Payloads payloads) {
		this.traffic = traffic;
		this.tallies = new @Nullable Tally[Setup.PROCESSES * traffic.topics()];
		for (int publisher = 0; publisher < traffic.publishers(); publisher++) {
			for (int topic : traffic.received(place)) {
				Tally tally = new Tally(Inbox.mark(phase, publisher), payloads, topic, traffic.topics());
				this.tallies[publisher * traffic.topics() + topic] = tally;
				if (publisher != place) {
					this.others.add(tally);
				}
			}
		}
	}

	/**
	 * Count a message.
	 * @return whether it was meant for this process
	 */
	boolean add(int publisher, int topic, byte[] array, int offset, int length) {
		boolean told = topic != Link.ANY_TOPIC;
		int number = told ? topic : Payloads.topic(array, offset, length, this.traffic.topics());
		Tally tally = this.tallies[publisher * this.traffic.topics() + number];
		if (tally != null) {
			tally.add(array, offset, length);
			return true;
		}
		if (told && !this.others.isEmpty()) {
			this.others.get(0).misrouted();
		}
		return false;
	}

	/** Return how many different messages arrived so far. */
	long arrived() {
		return sum(Tally::arrived);
	}

	long duplicated() {
		return sum(Tally::duplicated);
	}

	long reordered() {
		return sum(Tally::reordered);
	}

	long corrupted() {
		return sum(Tally::corrupted);
	}

	/** Return of how many nothing was heard. */
	long silent() {
		return this.others.stream().filter((tally) -> tally.arrived() == 0).count();
	}

	private long sum(ToLongFunction<Tally> count) {
		long sum = 0;
		for (int i = 0; i < this.others.size(); i++) {
			sum += count.applyAsLong(this.others.get(i));
		}
		return sum;
	}

}
