package dev.muster.transport.jgroups;

/**
 * How far a node is on its way into a cluster.
 */
enum Standing {

	/** It looks for others and has decided nothing. */
	JOINING,

	/** It has decided to found a cluster, and is about to. */
	FOUNDING,

	/** It is in a view. */
	MEMBER

}
