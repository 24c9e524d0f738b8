package dev.muster.discovery.multicast;

import java.util.UUID;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a datagram says.
 *
 * @param kind what for
 * @param sender random for each start of a node, so that a node knows its own datagrams
 * @param sequence number of the datagram, growing with each one of a sender
 * @param timestamp wall clock of the sender, in milliseconds
 * @param clusterName name of the sender's cluster
 * @param address where the sender listens, always a literal address; {@code null} in a
 * query of a node that does not say
 */
record Beacon(Kind kind, UUID sender, long sequence, long timestamp, String clusterName,
		@Nullable PeerAddress address) implements Decoded {

	/**
	 * What a datagram is for.
	 */
	enum Kind {

		/** I am new: who is there? */
		QUERY,

		/** I am here. */
		ANNOUNCE,

		/** I leave. */
		GOODBYE

	}

}
