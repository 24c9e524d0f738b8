package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself when asked.
 *
 * @param id its member id
 * @param address where it listens
 * @param standing how far it is
 * @param mayFound whether it may found a cluster now, if it is still joining
 * @param coordinator its coordinator's address, if it is a member
 * @param coordinatorId its coordinator's id, if it is a member
 * @param viewNumber number of its view, or 0
 * @param viewSize size of its view, or 0
 */
record PeerState(MemberId id, InetSocketAddress address, Standing standing, boolean mayFound,
		@Nullable InetSocketAddress coordinator, @Nullable MemberId coordinatorId, long viewNumber, int viewSize) {

	static PeerState joining(MemberId id, InetSocketAddress address, boolean mayFound) {
		return new PeerState(id, address, Standing.JOINING, mayFound, null, null, 0, 0);
	}

	static PeerState founding(MemberId id, InetSocketAddress address) {
		return new PeerState(id, address, Standing.FOUNDING, true, null, null, 0, 0);
	}

	boolean isCoordinator() {
		return this.standing == Standing.MEMBER && this.id.equals(this.coordinatorId);
	}

}
