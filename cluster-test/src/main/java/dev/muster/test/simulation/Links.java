package dev.muster.test.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The state of all links between hosts, each in one direction.
 */
final class Links {

	private final Simulation simulation;

	private final Map<Link, LinkConditions> special = new HashMap<>();

	private final Set<Link> cuts = new HashSet<>();

	private final Map<String, Integer> parts = new HashMap<>();

	private final Map<Link, Long> lastArrivals = new HashMap<>();

	private LinkConditions conditions = LinkConditions.good();

	Links(Simulation simulation) {
		this.simulation = simulation;
	}

	void setConditions(LinkConditions conditions) {
		this.conditions = conditions;
		this.special.clear();
	}

	void setConditions(String from, String to, LinkConditions conditions) {
		this.special.put(new Link(from, to), conditions);
	}

	void cut(String from, String to) {
		this.cuts.add(new Link(from, to));
	}

	void partition(List<? extends Collection<String>> hosts) {
		this.parts.clear();
		for (int part = 0; part < hosts.size(); part++) {
			for (String host : hosts.get(part)) {
				if (this.parts.put(host, part) != null) {
					throw new IllegalArgumentException(host + " cannot be in two parts of the network");
				}
			}
		}
	}

	void heal() {
		this.cuts.clear();
		this.parts.clear();
	}

	boolean isConnected(String from, String to) {
		Link link = new Link(from, to);
		return this.parts.getOrDefault(from, -1).equals(this.parts.getOrDefault(to, -1)) && !this.cuts.contains(link)
				&& conditions(link).loss() < 1;
	}

	/**
	 * Send a packet.
	 * @param arrive is given the delay of each copy that arrives
	 */
	void transmit(String from, String to, LongConsumer arrive) {
		Link link = new Link(from, to);
		LinkConditions conditions = conditions(link);
		int copies = (this.simulation.random().nextDouble() < conditions.duplication()) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			if (this.simulation.random().nextDouble() >= conditions.loss()) {
				arrive.accept(delay(link, conditions));
			}
		}
	}

	private long delay(Link link, LinkConditions conditions) {
		long now = this.simulation.nanoTime();
		long arrival = now + conditions.delay().toNanos() + this.simulation.nextNanos(conditions.jitter());
		if (this.simulation.random().nextDouble() >= conditions.reordering()) {
			arrival = Math.max(arrival, this.lastArrivals.getOrDefault(link, 0L));
			this.lastArrivals.put(link, arrival);
		}
		return arrival - now;
	}

	private LinkConditions conditions(Link link) {
		return this.special.getOrDefault(link, this.conditions);
	}

	private record Link(String from, String to) {
	}

}
