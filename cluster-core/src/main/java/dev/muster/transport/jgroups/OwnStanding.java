package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

import dev.muster.MemberId;

/**
 * Who this node is to others once its port is bound, and how far it is on its way into a
 * cluster. Not thread-safe.
 */
final class OwnStanding {

	private final MemberId id;

	private final InetSocketAddress address;

	private final Hello hello;

	private final Rendezvous rendezvous;

	private final EngineDiscovery engine;

	private final LongSupplier clock;

	private boolean decided;

	OwnStanding(MemberId id, InetSocketAddress address, Hello hello, Rendezvous rendezvous, EngineDiscovery engine,
			LongSupplier clock) {
		this.id = id;
		this.address = address;
		this.hello = hello;
		this.rendezvous = rendezvous;
		this.engine = engine;
		this.clock = clock;
	}

	MemberId id() {
		return this.id;
	}

	InetSocketAddress address() {
		return this.address;
	}

	Hello hello() {
		return this.hello;
	}

	Rendezvous rendezvous() {
		return this.rendezvous;
	}

	/** Return what this node says of itself now. */
	PeerState state() {
		PeerState member = this.engine.memberState(this.id, this.address);
		return (member != null) ? member : this.rendezvous.state(this.clock.getAsLong());
	}

	/**
	 * Say whether this node joins or founds, and is not asked about its name any more.
	 */
	void decided(boolean now) {
		this.decided = now;
	}

	/**
	 * Return whether this node keeps a name that a joining one claims too. Of two that
	 * start together the one that has decided keeps it, and if none has, the one with the
	 * lower id.
	 * @param name the name
	 * @param asker who claims it
	 * @return whether it is this node's, and stays so
	 */
	boolean keepsName(String name, MemberId asker) {
		return name.equals(this.hello.nodeName())
				&& (this.decided || state().standing() != Standing.JOINING || this.id.compareTo(asker) < 0);
	}

}
