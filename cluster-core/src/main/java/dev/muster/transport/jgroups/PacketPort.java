package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import org.jspecify.annotations.Nullable;

/**
 * The port that the engine's packets and ours share, whatever carries them.
 */
interface PacketPort {

	/**
	 * Load and initialize what a start would have to wait for. Opens no socket.
	 */
	default void prepare() {
	}

	/** Return where peers reach this node. */
	InetSocketAddress boundAddress();

	/**
	 * Send one of our packets.
	 * @param to where to
	 * @param packet the packet
	 */
	void transmit(InetSocketAddress to, byte[] packet);

	/** Return how the connections fare, if there are some. */
	List<LinkStatus> status();

	/** Return what happened on all connections. */
	LinkTotals totals();

	/**
	 * Say whose packets pass, for tests of a cut network.
	 * @param passes whether packets from and to an address pass, or {@code null} for all
	 */
	void firewall(@Nullable Predicate<InetSocketAddress> passes);

	/** End all connections without a word, for tests of a crash. */
	void breakConnections();

}
