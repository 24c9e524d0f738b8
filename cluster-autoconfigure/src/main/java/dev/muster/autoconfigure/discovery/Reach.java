package dev.muster.autoconfigure.discovery;

/**
 * How far topologies look for peers, nearest first. Decides the defaults for the address
 * and the ports to bind.
 */
public enum Reach {

	/**
	 * On this machine, at whichever port a peer has.
	 */
	LOCAL,

	/**
	 * On this machine, at ports that are given.
	 */
	LOOPBACK,

	/**
	 * On other machines.
	 */
	NETWORK

}
