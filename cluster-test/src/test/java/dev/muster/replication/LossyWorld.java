package dev.muster.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.test.simulation.Simulation;

/**
 * Cores on a network that loses, repeats and delays each frame as chance has it, under
 * views that each node gets at a time of its own: harder than any transport may be. Each
 * history draws first how bad it is.
 */
final class LossyWorld {

	private static final List<Integer> DELAYS = List.of(30, 300, 3000);

	private static final Duration CALM = Duration.ofMinutes(4);

	private final Simulation simulation;

	private final RandomGenerator random;

	private final Set<Rule> rules;

	private final ReplicationSettings settings;

	private final Map<MemberId, LossyNode> everybody = new HashMap<>();

	/** Who is there now, by name. */
	private final Map<String, LossyNode> nodes = new LinkedHashMap<>();

	private final Map<String, Integer> sides = new HashMap<>();

	/** How many of a hundred steps are writes. */
	private final int writes;

	private int maxDelay;

	private double loss;

	private double duplication;

	private long ids;

	LossyWorld(long seed, Set<Rule> rules) {
		this.simulation = new Simulation(seed);
		this.random = this.simulation.random();
		this.rules = rules;
		this.maxDelay = pick(DELAYS);
		this.writes = pick(List.of(30, 60, 80));
		this.loss = pick(List.of(0.0, 0.05, 0.3));
		this.duplication = pick(List.of(0.0, 0.2));
		this.settings = ReplicationSettings.defaults()
			.withLog(1024 * 1024, pick(List.of(0, 0, 3, 65_536)))
			.withMaxFrame(pick(List.of(64, 4096)))
			.withRetention(pick(List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), Duration.ofMinutes(20))),
					pick(List.of(5, 1_000_000)));
		int count = 2 + this.random.nextInt(3);
		for (int i = 0; i < count; i++) {
			start("n" + (i + 1));
		}
	}

	Simulation simulation() {
		return this.simulation;
	}

	LossyNode node(MemberId id) {
		LossyNode node = this.everybody.get(id);
		if (node == null) {
			throw new AssertionError("There never was a member " + id);
		}
		return node;
	}

	void run(int steps) {
		for (int i = 0; i < steps; i++) {
			step();
			this.simulation.runFor(Duration.ofMillis(pick(List.of(0, 0, 5, 50, 500, this.maxDelay))));
		}
		calm();
	}

	private void step() {
		LossyNode node = pick(new ArrayList<>(this.nodes.values()));
		int choice = this.random.nextInt(100);
		if (choice < this.writes) {
			if (!node.hasLeft() && node.isAlive()) {
				node.write(1 + this.random.nextInt(8), this.random.nextBoolean());
			}
		}
		else if (choice < this.writes + (95 - this.writes) / 8) {
			this.nodes.keySet().forEach((name) -> this.sides.put(name, this.random.nextInt(2)));
			tellViews();
		}
		else if (choice < this.writes + (95 - this.writes) / 4) {
			this.sides.clear();
			tellViews();
		}
		else if (choice < this.writes + (95 - this.writes) * 3 / 4) {
			flap(node);
		}
		else if (choice < 91) {
			node.crash();
			if (this.random.nextBoolean()) {
				start(node.self().name());
			}
			tellViews();
		}
		else if (choice < 96 && node.isAlive() && !node.hasLeft()) {
			node.leave();
			if (this.random.nextBoolean()) {
				node.crash();
				tellViews();
			}
		}
		else if (!node.isAlive() || node.hasLeft()) {
			node.crash();
			start(node.self().name());
			tellViews();
		}
	}

	private void start(String name) {
		Member member = new Member(new MemberId(0, ++this.ids), name, "10.0.0.1", 7800, Map.of());
		LossyNode node = new LossyNode(this, member, this.settings, this.rules);
		this.everybody.put(member.id(), node);
		this.nodes.put(name, node);
		node.setView(List.of(member), false, 0, (departed) -> Departure.FAILED);
	}

	/** Each node hears in its own time who is on its side by then. */
	private void tellViews() {
		for (LossyNode node : this.nodes.values()) {
			int delay = this.random.nextInt(1 + pick(List.of(1, 100, 2 * this.maxDelay)));
			this.simulation.schedule(Duration.ofMillis(delay), () -> tellView(node));
		}
	}

	private void tellView(LossyNode node) {
		if (!node.isAlive() || node.hasLeft()) {
			return;
		}
		List<Member> members = new ArrayList<>();
		for (LossyNode other : this.nodes.values()) {
			if (other == node || (other.isAlive() && side(other).equals(side(node)))) {
				members.add(other.self());
			}
		}
		Collections.shuffle(members, new Random(this.random.nextLong()));
		if (node.view() == null || !new HashSet<>(node.view().members()).equals(new HashSet<>(members))) {
			setView(node, members);
		}
	}

	private void setView(LossyNode node, List<Member> members) {
		node.setView(members, this.random.nextBoolean(), pick(List.of(0, 0, 1)),
				(departed) -> node(departed.id()).hasLeft() ? Departure.LEFT : Departure.FAILED);
	}

	/** A node loses another for a moment, which may not notice. */
	private void flap(LossyNode node) {
		if (node.view() != null && node.view().size() > 1 && node.isAlive() && !node.hasLeft()) {
			List<Member> members = new ArrayList<>(node.view().members());
			members.remove((members.get(0).equals(node.self())) ? 1 : 0);
			setView(node, members);
			this.simulation.schedule(Duration.ofMillis(this.random.nextInt(1 + this.maxDelay)), () -> tellView(node));
		}
	}

	void transmit(LossyNode from, MemberId to, byte[] frame) {
		if (!from.isAlive()) {
			return;
		}
		LossyNode receiver = node(to);
		int copies = chance(this.duplication) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			if (!chance(this.loss) && side(from).equals(side(receiver))) {
				this.simulation.schedule(Duration.ofMillis(this.random.nextInt(1 + this.maxDelay)), () -> {
					if (receiver.isAlive() && !receiver.hasLeft()) {
						receiver.receive(from.self(), frame);
					}
				});
			}
		}
	}

	private Integer side(LossyNode node) {
		return this.sides.getOrDefault(node.self().name(), 0);
	}

	/** All faults end; all must agree some time later. */
	private void calm() {
		this.loss = 0;
		this.duplication = 0;
		this.maxDelay = 5;
		this.sides.clear();
		for (LossyNode node : List.copyOf(this.nodes.values())) {
			if (!node.isAlive() || node.hasLeft()) {
				node.crash();
				start(node.self().name());
			}
		}
		this.nodes.values().forEach(this::tellView);
		this.nodes.values().forEach((node) -> node.write(1, false));
		this.simulation.runFor(CALM);
		List<LossyNode> all = new ArrayList<>(this.nodes.values());
		all.forEach((node) -> node.verifyCalm(all));
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
