package dev.muster.test.simulation;

import java.time.Duration;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import org.jspecify.annotations.Nullable;

/**
 * A node from one start to the next stop: who it is, and what its parts share to act.
 */
final class Incarnation {

	private final SimulatedNetwork network;

	private final SimulatedProcess process;

	private final String clusterName;

	private final Member self;

	private final long birth;

	private boolean ended;

	Incarnation(SimulatedNetwork network, SimulatedProcess process, String clusterName, Member self, long birth) {
		this.network = network;
		this.process = process;
		this.clusterName = clusterName;
		this.self = self;
		this.birth = birth;
	}

	Member self() {
		return this.self;
	}

	MemberId id() {
		return this.self.id();
	}

	long birth() {
		return this.birth;
	}

	String clusterName() {
		return this.clusterName;
	}

	SimulatedNetwork network() {
		return this.network;
	}

	Simulation simulation() {
		return this.process.simulation();
	}

	MembershipTimings timings() {
		return this.network.timings();
	}

	/**
	 * Schedule an event that does not happen if this incarnation has ended by then.
	 */
	Registration schedule(Duration delay, Runnable action) {
		return schedule(delay.toNanos(), action);
	}

	Registration schedule(long delayNanos, Runnable action) {
		return this.process.schedule(delayNanos, () -> {
			if (!this.ended) {
				action.run();
			}
		});
	}

	void send(Member to, Packet packet) {
		this.network.transmit(to.host(), envelope(to.id(), packet));
	}

	/**
	 * Send to all hosts but the own one, whoever is there.
	 */
	void sendToAll(Packet packet) {
		for (String host : this.network.hosts()) {
			if (!host.equals(this.self.host())) {
				this.network.transmit(host, envelope(null, packet));
			}
		}
	}

	private Packet.Envelope envelope(@Nullable MemberId to, Packet packet) {
		return new Packet.Envelope(this.clusterName, this.self, to, packet);
	}

	void trace(String format, Object... arguments) {
		simulation().trace(this.self.name(), format, arguments);
	}

	void end() {
		this.ended = true;
	}

	boolean hasEnded() {
		return this.ended;
	}

}
