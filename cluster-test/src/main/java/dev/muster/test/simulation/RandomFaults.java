package dev.muster.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.muster.ClusterView;
import org.jspecify.annotations.Nullable;

/**
 * Lets nodes come, go, crash and hang, and the network fail, as chance has it. Each
 * history draws first which faults it has at all: rare combinations come up sooner than
 * if all happened always.
 *
 * @param <N> what runs on a node
 */
public final class RandomFaults<N> {

	private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofMillis(10), Duration.ofSeconds(1),
			Duration.ofSeconds(8));

	private final SimulatedNetwork network;

	private final String clusterName;

	private final Function<SimulatedTransport, N> install;

	private final List<Slot<N>> slots = new ArrayList<>();

	private Consumer<N> beforeStop = (node) -> {
	};

	private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

	/**
	 * Draw the faults of a history.
	 * @param network the network
	 * @param clusterName name of the cluster that all nodes are in
	 * @param nodes how many nodes there are at the most
	 * @param install makes what runs on a node, before it is started: called once for
	 * each process, so again after a crash
	 */
	public RandomFaults(SimulatedNetwork network, String clusterName, int nodes,
			Function<SimulatedTransport, N> install) {
		this.network = network;
		this.clusterName = clusterName;
		this.install = install;
		for (int i = 0; i < nodes; i++) {
			this.slots.add(new Slot<>("n" + (i + 1)));
		}
		for (Fault fault : Fault.values()) {
			if (chance(0.6)) {
				this.faults.add(fault);
			}
		}
		network.simulation().trace("faults", "%s of %s nodes", this.faults, nodes);
		this.slots.forEach((slot) -> {
			if (chance(0.7)) {
				start(slot);
			}
		});
	}

	/**
	 * Do something with a node before it is told to stop. Nothing is done before a crash.
	 * @param action what to do
	 * @return this
	 */
	public RandomFaults<N> beforeStop(Consumer<N> action) {
		this.beforeStop = action;
		return this;
	}

	/**
	 * Let something happen, or nothing, and then some time pass.
	 */
	public void step() {
		if (chance(0.3)) {
			random(Slot::isDown).forEach(this::start);
		}
		else {
			Fault fault = Fault.values()[nextInt(Fault.values().length)];
			if (this.faults.contains(fault)) {
				strike(fault);
			}
			else if (chance(0.5)) {
				repair();
			}
		}
		Duration pause = PAUSES.get(nextInt(PAUSES.size()));
		this.network.simulation()
			.runFor(Duration.ofNanos((long) (pause.toNanos() * this.network.simulation().random().nextDouble())));
	}

	private void strike(Fault fault) {
		switch (fault) {
			case STOP -> random(Slot::isActive).forEach(this::stop);
			case CRASH -> random(Slot::isUp).forEach(this::crash);
			case PAUSE -> random(Slot::isActive).forEach((slot) -> this.network.pause(slot.transport()));
			case PARTITION -> partition();
			case CUT -> {
				SimulatedTransport from = this.slots.get(nextInt(this.slots.size())).last;
				SimulatedTransport to = this.slots.get(nextInt(this.slots.size())).last;
				if (from != null && to != null && from != to) {
					this.network.cut(from, to);
				}
			}
			case DISTURB -> this.network.setConditions(new LinkConditions(Duration.ofMillis(nextInt(20)),
					Duration.ofMillis(nextInt(100)), nextInt(4) * 0.1, nextInt(3) * 0.1, nextInt(3) * 0.3));
		}
	}

	private void repair() {
		random((slot) -> slot.isUp() && !slot.isActive()).forEach((slot) -> this.network.resume(slot.transport()));
		if (chance(0.5)) {
			this.network.heal();
		}
	}

	private void start(Slot<N> slot) {
		SimulatedTransport transport = slot.last;
		if (transport == null || transport.process().isKilled() || chance(0.5)) {
			transport = this.network.transport(slot.name, this.clusterName, Map.of());
			slot.last = transport;
			slot.node = this.install.apply(transport);
		}
		slot.up = true;
		transport.beginStart();
	}

	private void stop(Slot<N> slot) {
		SimulatedTransport transport = slot.transport();
		N node = slot.node;
		if (node != null) {
			this.beforeStop.accept(node);
		}
		transport.beginStop().thenRun(() -> {
			if (slot.last == transport) {
				slot.up = false;
			}
		});
	}

	private void crash(Slot<N> slot) {
		this.network.crash(slot.transport());
		slot.up = false;
	}

	private void partition() {
		int count = 2 + nextInt(2);
		List<List<SimulatedTransport>> parts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			parts.add(new ArrayList<>());
		}
		for (Slot<N> slot : this.slots) {
			if (slot.last != null) {
				parts.get(nextInt(count)).add(slot.last);
			}
		}
		this.network.partition(parts);
	}

	/**
	 * End all faults, start all nodes, and wait until they have one view.
	 * @param limit how much time may pass
	 * @return the view
	 * @throws AssertionError if they do not find together
	 */
	public ClusterView calm(Duration limit) {
		this.network.heal();
		this.network.setConditions(LinkConditions.good());
		for (Slot<N> slot : this.slots) {
			if (slot.isUp() && !slot.isActive()) {
				this.network.resume(slot.transport());
			}
		}
		// Those that are just leaving shall be gone before they are started again
		this.network.simulation().runFor(Duration.ofSeconds(5));
		this.slots.stream().filter(Slot::isDown).forEach(this::start);
		if (!this.network.simulation().runUntil(this::haveOneView, limit)) {
			throw new AssertionError("The nodes do not find together: " + this.slots);
		}
		return this.slots.get(0).transport().view();
	}

	private boolean haveOneView() {
		SimulatedTransport first = this.slots.get(0).transport();
		return this.slots.stream()
			.map(Slot::transport)
			.allMatch((transport) -> first.isRunning() && transport.isRunning() && transport.view().equals(first.view())
					&& transport.view().size() == this.slots.size());
	}

	/**
	 * Return what runs on the nodes that are up and not paused.
	 * @return the nodes, some of which may still be joining
	 */
	public List<N> active() {
		List<N> active = new ArrayList<>();
		for (Slot<N> slot : this.slots) {
			N node = slot.node;
			if (slot.isActive() && node != null) {
				active.add(node);
			}
		}
		return active;
	}

	private List<Slot<N>> random(Predicate<Slot<N>> condition) {
		List<Slot<N>> candidates = this.slots.stream().filter(condition).toList();
		return candidates.isEmpty() ? List.of() : List.of(candidates.get(nextInt(candidates.size())));
	}

	private int nextInt(int bound) {
		return this.network.simulation().random().nextInt(bound);
	}

	private boolean chance(double probability) {
		return this.network.simulation().random().nextDouble() < probability;
	}

	private enum Fault {

		STOP, CRASH, PAUSE, PARTITION, CUT, DISTURB

	}

	/**
	 * A place for a node, and the last one that was there.
	 */
	private static final class Slot<N> {

		private final String name;

		private @Nullable SimulatedTransport last;

		private @Nullable N node;

		private boolean up;

		Slot(String name) {
			this.name = name;
		}

		SimulatedTransport transport() {
			if (this.last == null) {
				throw new IllegalStateException(this.name + " was never started");
			}
			return this.last;
		}

		boolean isUp() {
			return this.up;
		}

		boolean isDown() {
			return !this.up;
		}

		boolean isActive() {
			return this.up && transport().process().isRunning();
		}

		@Override
		public String toString() {
			SimulatedTransport transport = this.last;
			return this.name + ((transport != null && transport.isRunning()) ? ": " + transport.view() : ": no view");
		}

	}

}
