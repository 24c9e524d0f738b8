package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which of the established connections to a peer is used. Two that connect to one another
 * at the same time have two; both prefer the one that the node with the lower address
 * initiated, and the initiator of the other one gives it up once it has the preferred
 * one. Of two with the same initiator the newer one is preferred: that is how a
 * connection is replaced. Pure; not thread-safe.
 *
 * @param <C> a connection
 */
final class LinkChoice<C> {

	private final boolean oursPreferred;

	private final long simultaneous;

	private final List<Established<C>> connections = new ArrayList<>();

	/**
	 * Create a choice among no connections.
	 * @param oursPreferred whether our address is the lower one
	 * @param simultaneous nanoseconds that trying to connect takes at most. Who finishes
	 * later than that after another connection did not know of that one when it began:
	 * the other one is dead at its end
	 */
	LinkChoice(boolean oursPreferred, long simultaneous) {
		this.oursPreferred = oursPreferred;
		this.simultaneous = simultaneous;
	}

	/**
	 * Add a connection whose handshake is over.
	 * @param connection the connection
	 * @param byUs whether we initiated it
	 * @param now nanoseconds
	 * @return the connections that we are to give up; maybe the very one
	 */
	List<C> add(C connection, boolean byUs, long now) {
		this.connections.add(new Established<>(connection, byUs, now));
		Established<C> preferred = preferred();
		List<C> superfluous = new ArrayList<>();
		for (Established<C> each : this.connections) {
			if (each != preferred && each.byUs) {
				superfluous.add(each.connection);
			}
		}
		this.connections.removeIf((each) -> each != preferred && each.byUs);
		return superfluous;
	}

	/**
	 * Remove a connection that has ended, or will not be used any more.
	 * @param connection the connection
	 * @return whether it was among them
	 */
	boolean remove(C connection) {
		return this.connections.removeIf((each) -> each.connection == connection);
	}

	/**
	 * Return the connection to be used.
	 * @return the connection, or {@code null} if there is none
	 */
	@Nullable C active() {
		Established<C> preferred = preferred();
		return (preferred != null) ? preferred.connection : null;
	}

	/**
	 * Return whether we initiated the connection to be used.
	 * @return false also if there is none
	 */
	boolean isActiveByUs() {
		Established<C> preferred = preferred();
		return preferred != null && preferred.byUs;
	}

	int size() {
		return this.connections.size();
	}

	/**
	 * Return the oldest connection that is not to be used.
	 * @return the connection, or {@code null} if there is none
	 */
	@Nullable C oldestSpare() {
		Established<C> preferred = preferred();
		for (Established<C> each : this.connections) {
			if (each != preferred) {
				return each.connection;
			}
		}
		return null;
	}

	List<C> all() {
		return this.connections.stream().map(Established::connection).toList();
	}

	/** Remove all connections, and return them. */
	List<C> clear() {
		List<C> all = all();
		this.connections.clear();
		return all;
	}

	private @Nullable Established<C> preferred() {
		Established<C> preferred = null;
		for (Established<C> newer : this.connections) {
			if (preferred == null || isPreferred(newer, preferred)) {
				preferred = newer;
			}
		}
		return preferred;
	}

	private boolean isPreferred(Established<C> newer, Established<C> older) {
		return newer.byUs == older.byUs || newer.byUs == this.oursPreferred
				|| newer.since - older.since > this.simultaneous;
	}

	private record Established<C>(C connection, boolean byUs, long since) {

	}

}
