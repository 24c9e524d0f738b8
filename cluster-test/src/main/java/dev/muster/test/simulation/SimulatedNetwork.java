package dev.muster.test.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.Member;

/**
 * A network of simulated nodes, and the faults it can have. All nodes of the network find
 * one another; those with other cluster names are strangers.
 *
 * <p>
 * Faults strike packets. Frames are repeated until heard of, so that loss alone only
 * delays them. A packet that is on its way when a link is cut is lost.
 */
public final class SimulatedNetwork {

	private static final int MAX_DEFERRED_PACKETS = 100_000;

	private final Simulation simulation;

	private final MembershipTimings timings;

	private final Links links;

	private final Map<String, SimulatedTransport> occupants = new LinkedHashMap<>();

	private long numbers;

	private long transmitted;

	/**
	 * Make a good network with default timings.
	 * @param simulation the time that passes
	 */
	public SimulatedNetwork(Simulation simulation) {
		this(simulation, MembershipTimings.defaults());
	}

	/**
	 * Make a good network.
	 * @param simulation the time that passes
	 * @param timings how fast nodes notice what happens
	 */
	public SimulatedNetwork(Simulation simulation, MembershipTimings timings) {
		this.simulation = simulation;
		this.timings = timings;
		this.links = new Links(simulation);
	}

	/**
	 * Make a node, not started. It gets the address of an earlier node of that name if
	 * that one has crashed or stopped, else a new one.
	 * @param name the node's name
	 * @param clusterName the cluster's name
	 * @param metadata the node's metadata
	 * @return the node's transport
	 */
	public SimulatedTransport transport(String name, String clusterName, Map<String, String> metadata) {
		String host = this.occupants.values()
			.stream()
			.filter((occupant) -> occupant.isOver(name))
			.map(SimulatedTransport::host)
			.findFirst()
			.orElseGet(() -> "10.0." + (this.occupants.size() + 1) / 256 + "." + (this.occupants.size() + 1) % 256);
		SimulatedTransport transport = new SimulatedTransport(this, new SimulatedProcess(this.simulation, name), host,
				name, clusterName, metadata);
		this.occupants.put(host, transport);
		return transport;
	}

	/**
	 * Change the conditions of all links, also of those that had their own.
	 * @param conditions the conditions
	 */
	public void setConditions(LinkConditions conditions) {
		this.simulation.trace("network", "all links: %s", conditions);
		this.links.setConditions(conditions);
	}

	/**
	 * Change the conditions of a link in one direction.
	 * @param from the sender
	 * @param to the receiver
	 * @param conditions the conditions
	 */
	public void setConditions(SimulatedTransport from, SimulatedTransport to, LinkConditions conditions) {
		this.simulation.trace("network", "link %s to %s: %s", from, to, conditions);
		this.links.setConditions(from.host(), to.host(), conditions);
	}

	/**
	 * Cut a link in one direction.
	 * @param from whose packets are lost
	 * @param to who does not get them
	 */
	public void cut(SimulatedTransport from, SimulatedTransport to) {
		this.simulation.trace("network", "cut %s to %s", from, to);
		this.links.cut(from.host(), to.host());
	}

	/**
	 * Part the network: nothing passes from one part to another. Replaces an earlier
	 * partition.
	 * @param parts the parts; nodes in none of them are a part of their own
	 */
	public void partition(List<? extends Collection<SimulatedTransport>> parts) {
		this.simulation.trace("network", "partition %s", parts);
		this.links
			.partition(parts.stream().map((part) -> part.stream().map(SimulatedTransport::host).toList()).toList());
	}

	/**
	 * End the partition and all cuts. Conditions stay.
	 */
	public void heal() {
		this.simulation.trace("network", "heals");
		this.links.heal();
	}

	/**
	 * End a node as kill -9 does: it says no goodbye and does nothing any more. To
	 * restart it, make a new transport with its name.
	 * @param transport the node's transport
	 */
	public void crash(SimulatedTransport transport) {
		transport.process().kill();
		transport.crashed();
	}

	/**
	 * Stop a node as a long garbage collection does: what reaches it waits.
	 * @param transport the node's transport
	 */
	public void pause(SimulatedTransport transport) {
		transport.process().pause();
	}

	/**
	 * Let a paused node go on.
	 * @param transport the node's transport
	 */
	public void resume(SimulatedTransport transport) {
		transport.process().resume();
	}

	/**
	 * Return how many packets were sent.
	 * @return their number
	 */
	public long transmitted() {
		return this.transmitted;
	}

	/**
	 * Return the time that passes.
	 * @return the simulation
	 */
	public Simulation simulation() {
		return this.simulation;
	}

	MembershipTimings timings() {
		return this.timings;
	}

	/**
	 * Draw the next of a row of numbers: later ones are larger.
	 */
	long nextNumber() {
		return ++this.numbers;
	}

	Collection<String> hosts() {
		return new ArrayList<>(this.occupants.keySet());
	}

	boolean occupy(String host, SimulatedTransport transport) {
		SimulatedTransport occupant = this.occupants.get(host);
		if (occupant != null && occupant != transport && occupant.isOccupied()) {
			return false;
		}
		this.occupants.put(host, transport);
		return true;
	}

	boolean isAlive(Member member) {
		SimulatedTransport occupant = this.occupants.get(member.host());
		return occupant != null && occupant.is(member);
	}

	/**
	 * Return whether packets of a member reach an observer.
	 */
	boolean hears(Member observer, Member member) {
		SimulatedTransport occupant = this.occupants.get(member.host());
		return occupant != null && occupant.is(member) && occupant.process().isRunning()
				&& this.links.isConnected(member.host(), observer.host());
	}

	void transmit(String to, Packet.Envelope envelope) {
		String from = envelope.from().host();
		this.transmitted++;
		if (this.links.isConnected(from, to)) {
			this.links.transmit(from, to, (delay) -> this.simulation.schedule(delay, () -> arrive(from, to, envelope)));
		}
	}

	private void arrive(String from, String to, Packet.Envelope envelope) {
		SimulatedTransport occupant = this.occupants.get(to);
		if (occupant == null || !this.links.isConnected(from, to)) {
			return;
		}
		SimulatedProcess process = occupant.process();
		if (process.isRunning()) {
			occupant.packetCame(envelope);
		}
		else if (process.deferred() < MAX_DEFERRED_PACKETS) {
			process.schedule(0, () -> occupant.packetCame(envelope));
		}
	}

}
