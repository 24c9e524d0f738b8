package dev.muster.autoconfigure.discovery;

import java.util.List;

import dev.muster.discovery.Topology;

/**
 * The topologies of a node.
 *
 * @param topologies the topologies, at least one
 * @param reach how far the one that reaches furthest does
 */
public record Topologies(List<Topology> topologies, Reach reach) {

	public Topologies {
		topologies = List.copyOf(topologies);
	}

}
