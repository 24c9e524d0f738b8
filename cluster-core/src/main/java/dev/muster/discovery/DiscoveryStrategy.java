package dev.muster.discovery;

import java.util.Map;
import java.util.Set;

/**
 * A way to find addresses that may be peers. To be implemented by whoever knows where the
 * copies of an application run.
 *
 * <p>
 * The life of a strategy: {@link #start}, then {@link #register}, then any number of
 * {@link #discover} calls, one at a time, then {@link #deregister} and {@link #close}. It
 * must be possible to start it again after it was closed. All calls but {@code discover}
 * and {@code register} should return at once; {@code discover} may block for up to
 * {@link DiscoveryContext#deadline()}, never on a thread that anybody waits for.
 */
public interface DiscoveryStrategy extends AutoCloseable {

	/**
	 * Return the strategy's name, such as {@code static}.
	 * @return the name
	 */
	String name();

	/**
	 * Start.
	 * @param context what the strategy may use until it is closed
	 * @throws DiscoveryException if it cannot work as configured
	 */
	void start(DiscoveryContext context);

	/**
	 * Find candidates. Addresses that turn out to be nobody's, this node's or a
	 * stranger's do no harm.
	 * @return the addresses; empty when there are none
	 * @throws DiscoveryException if the strategy does not know: never answer with an
	 * empty set then
	 */
	Set<PeerAddress> discover() throws DiscoveryException;

	/**
	 * Return what there is to say of the last answer if it was empty though there may be
	 * somebody who is not ready, such as that the name that was asked for does not exist.
	 * So that people can tell it from an answer that there is nobody. Called after
	 * {@link #discover()}, by the same thread.
	 * @return some words; by default an empty text, which says nothing
	 */
	default String remark() {
		return "";
	}

	/**
	 * Return whether a complete answer lists this node too, as a static list, a DNS name
	 * or a registry does. A node that is not in the answers of such a strategy does not
	 * found a cluster by itself at once: it first waits for one that is.
	 * @return whether it does; {@code false} by default
	 */
	default boolean listsSelf() {
		return false;
	}

	/**
	 * Make this node known.
	 * @param self the address at which peers reach this node
	 * @throws DiscoveryException if that failed; it is tried again later
	 */
	default void register(PeerAddress self) throws DiscoveryException {
	}

	/**
	 * Make this node unknown again. Called before the node leaves; best effort.
	 */
	default void deregister() {
	}

	/**
	 * Return what this strategy counts, such as messages that it refused: shown with its
	 * topology, and as meters. Called by any thread at any time, also before
	 * {@link #start} and after {@link #close}; to return at once.
	 * @return counts since this object was created, which never go down, by names such as
	 * {@code other-cluster}, which are always the same; none by default
	 */
	default Map<String, Long> counters() {
		return Map.of();
	}

	@Override
	default void close() {
	}

}
