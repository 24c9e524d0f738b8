package dev.muster.discovery.multicast;

import java.util.Map;
import java.util.Set;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes of the same cluster that hear each other's multicast. Each announces
 * itself at intervals, asks when it starts, answers who asks, and says goodbye; so a node
 * is found in a fraction of a second, and forgotten at once when it stops.
 *
 * <p>
 * Without a secret, anybody on the network may announce anything; that makes a node try
 * an address, and no more. With one, datagrams are encrypted and authenticated
 * (AES-256-GCM), those made otherwise or recorded before are refused, and the cluster's
 * name is not shown.
 */
public final class MulticastDiscoveryStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "multicast";

	private final MulticastSettings settings;

	private final BeaconCounters counters = new BeaconCounters();

	private @Nullable BeaconCodec codec;

	private volatile @Nullable BeaconSession session;

	/**
	 * Create a strategy.
	 * @param settings the settings
	 */
	public MulticastDiscoveryStrategy(MulticastSettings settings) {
		this.settings = settings;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void start(DiscoveryContext context) {
		BeaconCodec known = this.codec;
		if (known == null) {
			String secret = this.settings.secret();
			known = new BeaconCodec((secret != null) ? new BeaconCipher(secret) : null); // takes
																							// a
																							// while
			this.codec = known;
		}
		close();
		BeaconSession started = new BeaconSession(this.settings, known, context, this.counters);
		started.open();
		this.session = started;
	}

	@Override
	public void register(PeerAddress self) {
		running().register(self);
	}

	@Override
	public void deregister() {
		BeaconSession running = this.session;
		if (running != null) {
			running.deregister();
		}
	}

	@Override
	public Set<PeerAddress> discover() {
		return running().discover();
	}

	private BeaconSession running() {
		BeaconSession running = this.session;
		if (running == null) {
			throw new DiscoveryException("The strategy 'multicast' is not started");
		}
		return running;
	}

	/**
	 * Return what became of the datagrams.
	 * @return counts since this strategy was created
	 */
	public MulticastStatistics statistics() {
		return this.counters.statistics();
	}

	@Override
	public Map<String, Long> counters() {
		return statistics().byName();
	}

	@Override
	public void close() {
		BeaconSession running = this.session;
		this.session = null;
		if (running != null) {
			running.close();
		}
	}

}
