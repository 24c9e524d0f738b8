package dev.muster.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.muster.Registration;

/**
 * All topologies of a node together. Restartable; safe for use by many threads.
 */
public interface DiscoveryService {

	/**
	 * Make a service of topologies.
	 * @param topologies the topologies; without any a node stays alone
	 * @return a service, not started
	 * @throws IllegalArgumentException if two topologies have one name
	 */
	static DiscoveryService of(List<Topology> topologies) {
		return new DefaultDiscoveryService(topologies);
	}

	/**
	 * Start all topologies, register this node with them and begin to poll. One that
	 * fails to start is shown in {@link #status()} and tried again; it harms no other.
	 * @param clusterName name of this node's cluster
	 * @param self the address at which peers reach this node
	 */
	void start(String clusterName, PeerAddress self);

	/**
	 * Deregister, stop polling and close all strategies. Does nothing when not started.
	 */
	void stop();

	/**
	 * Ask all topologies once, side by side, and wait for them.
	 * @param timeout how long to wait; one that takes longer counts with its last good
	 * answer
	 * @return as {@link #candidates()}
	 */
	Candidates poll(Duration timeout);

	/**
	 * Return what is known, without asking anybody.
	 * @return the union of each topology's last good answer
	 */
	Candidates candidates();

	/**
	 * Add a listener that is run whenever {@link #candidates()} changed. It must not
	 * block.
	 * @param listener the listener
	 * @return closes to remove it
	 */
	Registration addChangeListener(Runnable listener);

	/**
	 * Return how each topology fares.
	 * @return one entry for each topology
	 */
	List<TopologyStatus> status();

	/**
	 * Addresses that may be peers.
	 *
	 * @param addresses the addresses; this node's may be among them
	 * @param mayFound whether this node may found a cluster if nobody answers: all
	 * topologies have answered, and at least one is either not of the kind that
	 * {@linkplain DiscoveryStrategy#listsSelf() lists this node} or does list it
	 */
	record Candidates(Set<PeerAddress> addresses, boolean mayFound) {

		public Candidates {
			addresses = Set.copyOf(addresses);
		}

	}

}
