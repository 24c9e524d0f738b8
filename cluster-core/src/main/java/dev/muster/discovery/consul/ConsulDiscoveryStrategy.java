package dev.muster.discovery.consul;

import java.util.Map;
import java.util.Set;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes that are registered with Consul, and registers this one: as an instance
 * of a service, with a check that it keeps passing itself. A change is known as soon as
 * Consul knows it.
 *
 * <p>
 * Those whose checks are critical are left out; a node is registered as passing, so that
 * it is found from the first moment. So are instances that no node registered, and those
 * of other clusters. An agent that forgot this node, as one that was restarted, is told
 * again. A node that is stopped is deregistered; one that vanishes is listed until its
 * time to live is over.
 *
 * <p>
 * Needs {@code com.ecwid.consul:consul-api} and
 * {@code org.apache.httpcomponents:httpclient} 4.5.14 on the class path.
 */
public final class ConsulDiscoveryStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "consul";

	private final ConsulSettings settings;

	private final ConsulCounters counters = new ConsulCounters();

	private volatile @Nullable ConsulSession session;

	/**
	 * Create a strategy.
	 * @param settings the settings
	 */
	public ConsulDiscoveryStrategy(ConsulSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return the settings.
	 * @return the settings
	 */
	public ConsulSettings settings() {
		return this.settings;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean listsSelf() {
		return true;
	}

	@Override
	public void start(DiscoveryContext context) {
		close();
		ConsulSession started;
		try {
			started = new ConsulSession(this.settings, context,
					new EcwidConsulGateway(this.settings, context.deadline(), ServiceWatch.WAIT), this.counters);
		}
		catch (LinkageError ex) {
			throw new DiscoveryException("The strategy 'consul' needs com.ecwid.consul:consul-api and"
					+ " org.apache.httpcomponents:httpclient 4.5.14 on the class path: add cluster-starter-consul", ex);
		}
		started.start();
		this.session = started;
	}

	@Override
	public void register(PeerAddress self) {
		running().register(self);
	}

	@Override
	public void deregister() {
		ConsulSession running = this.session;
		if (running != null) {
			running.deregister();
		}
	}

	@Override
	public Set<PeerAddress> discover() {
		return running().discover();
	}

	private ConsulSession running() {
		ConsulSession running = this.session;
		if (running == null) {
			throw new DiscoveryException("The strategy 'consul' is not started");
		}
		return running;
	}

	@Override
	public Map<String, Long> counters() {
		return this.counters.byName();
	}

	@Override
	public void close() {
		ConsulSession running = this.session;
		this.session = null;
		if (running != null) {
			running.close();
		}
	}

}
