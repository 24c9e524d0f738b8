package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.consul.ConsulGateway.Instances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The strategy from one start to the next close. What the watch heard last is the answer,
 * as long as the agent gives no reason for doubt; then it is asked each time, until the
 * watch hears from it again.
 */
final class ConsulSession implements ServiceWatch.Listener {

	/** So long a registered node may be missing in the answers. */
	static final Duration LISTING_PATIENCE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(ConsulDiscoveryStrategy.class);

	private final ConsulSettings settings;

	private final DiscoveryContext context;

	private final ConsulGateway gateway;

	private final ConsulCounters counters;

	private final String service;

	// Random, so that the registration of a start before, which may end late, is not this
	// one's
	private final String id = "muster-" + UUID.randomUUID();

	private final NodeRegistration registration;

	private final ServiceWatch watch;

	private final AtomicBoolean foreignLogged = new AtomicBoolean();

	private volatile @Nullable Peers last;

	private volatile boolean trusted;

	ConsulSession(ConsulSettings settings, DiscoveryContext context, ConsulGateway gateway, ConsulCounters counters) {
		this.settings = settings;
		this.context = context;
		this.gateway = gateway;
		this.counters = counters;
		String name = settings.serviceName();
		this.service = (name != null) ? name : context.clusterName();
		DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
		this.registration = new NodeRegistration(gateway, counters, settings.ttl(), context.deadline().dividedBy(10),
				random, this::doubt);
		this.watch = new ServiceWatch(gateway, this.service, random, this);
	}

	void start() {
		this.watch.start();
	}

	void register(PeerAddress self) {
		Map<String, String> meta = new LinkedHashMap<>();
		meta.put(ServiceRegistration.META_CLUSTER, this.context.clusterName());
		String version = ConsulDiscoveryStrategy.class.getPackage().getImplementationVersion();
		if (version != null) {
			meta.put(ServiceRegistration.META_VERSION, version);
		}
		this.registration.register(new ServiceRegistration(this.id, this.service, self, this.settings.tags(), meta,
				this.settings.ttl(), this.settings.deregisterAfter()));
	}

	void deregister() {
		try {
			this.registration.deregister();
		}
		catch (DiscoveryException ex) {
			logger.info("This node stays registered with Consul until its time to live is over: {}", ex.getMessage());
		}
	}

	Set<PeerAddress> discover() {
		Peers known = this.last;
		Peers peers = (known != null && this.trusted) ? known : ask();
		Duration registeredFor = this.registration.registeredFor();
		if (!peers.selfListed() && registeredFor != null && registeredFor.compareTo(LISTING_PATIENCE) > 0
				&& this.settings.datacenter() == null) {
			// An answer from which something is filtered does not tell who is there
			throw new DiscoveryException(
					"Consul knows this node and does not list it among the instances of '" + this.service
							+ "': does the token have 'service:read' and 'node:read'? Peers may be missing, too");
		}
		return peers.addresses();
	}

	private Peers ask() {
		Instances instances = this.gateway.instances(this.service, 0, Duration.ZERO);
		return Peers.of(instances.list(), this.context.clusterName(), this.id);
	}

	@Override
	public void answered(Instances instances) {
		Peers peers = Peers.of(instances.list(), this.context.clusterName(), this.id);
		Peers before = this.last;
		boolean news = !this.trusted || before == null || !before.addresses().equals(peers.addresses());
		this.last = peers;
		this.trusted = true;
		if (!peers.selfListed()) {
			this.registration.verify();
		}
		if (peers.foreign() > 0 && this.foreignLogged.compareAndSet(false, true)) {
			logger.warn("The Consul service '{}' has {} instance(s) that no node of a cluster registered. They are left"
					+ " out; but who looks for them finds the ports of this cluster, too: set consul.service-name to a"
					+ " name of its own", this.service, peers.foreign());
		}
		if (news) {
			this.context.changed().run();
		}
		this.counters.leftOut(peers);
		this.counters.answers.increment();
	}

	@Override
	public void failed() {
		this.counters.watchFailures.increment();
		doubt();
	}

	private void doubt() {
		this.trusted = false;
	}

	void close() {
		this.watch.close();
		this.registration.close();
		this.gateway.close();
	}

}
