package dev.muster.autoconfigure.discovery;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.DiscoveryStrategy;

/**
 * Makes strategies of one kind, for the topologies that name it. Each bean of this type
 * is a value that {@code muster.topologies.<name>.strategy} may have.
 */
public interface DiscoveryStrategyFactory {

	/**
	 * Return the strategy's name.
	 * @return the name, such as {@code static}
	 */
	String strategy();

	/**
	 * Return how far a topology looks for peers.
	 * @param topology the topology
	 * @return how far
	 */
	Reach reach(ConfiguredTopology topology);

	/**
	 * Make the strategy of a topology.
	 * @param topology the topology
	 * @return a strategy, not started
	 * @throws InvalidClusterPropertyException if a property is missing or cannot be
	 * @throws IllegalArgumentException likewise, if it cannot name the property
	 */
	DiscoveryStrategy create(ConfiguredTopology topology);

}
