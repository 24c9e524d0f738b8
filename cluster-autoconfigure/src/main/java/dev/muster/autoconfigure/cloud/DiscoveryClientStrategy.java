package dev.muster.autoconfigure.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Takes the instances of a service for peers, as Spring Cloud's registries list them.
 * With several registries the answer is what all of them list together; one that fails is
 * counted, and only told when the others list nobody.
 *
 * <p>
 * An application registers when its web server listens, which is after its node has
 * joined. So a node does not wait to be listed, and is never in its own answer: nodes
 * that start together for the first time form clusters of their own, which merge within
 * {@code merge-interval}.
 */
public final class DiscoveryClientStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "discovery-client";

	private static final Logger logger = LoggerFactory.getLogger(DiscoveryClientStrategy.class);

	private final Supplier<List<DiscoveryClient>> clients;

	private final String serviceId;

	private final String portMetadataKey;

	private final int defaultPort;

	private final TimeLimitedCalls calls = new TimeLimitedCalls("muster-discovery-client");

	private final LongAdder failedClients = new LongAdder();

	private final LongAdder unusableInstances = new LongAdder();

	private volatile @Nullable DiscoveryContext context;

	private volatile boolean unusableLogged;

	/**
	 * Create a strategy.
	 * @param clients the clients of registries, not asked for before {@link #discover}
	 * @param serviceId the service whose instances are peers
	 * @param portMetadataKey name of the metadata of an instance that holds a node's port
	 * @param defaultPort the port of those without such metadata
	 */
	public DiscoveryClientStrategy(Supplier<List<DiscoveryClient>> clients, String serviceId, String portMetadataKey,
			int defaultPort) {
		this.clients = clients;
		this.serviceId = serviceId;
		this.portMetadataKey = portMetadataKey;
		this.defaultPort = defaultPort;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void start(DiscoveryContext context) {
		this.context = context;
	}

	/**
	 * Have the registries asked at once, for what they list may have changed.
	 */
	void registryChanged() {
		DiscoveryContext current = this.context;
		if (current != null) {
			current.changed().run();
		}
	}

	String portMetadataKey() {
		return this.portMetadataKey;
	}

	@Override
	public Set<PeerAddress> discover() throws DiscoveryException {
		DiscoveryContext current = this.context;
		if (current == null) {
			throw new DiscoveryException("not started");
		}
		// A little less than it may take, so that it is we who say why it failed
		Duration timeout = current.deadline().multipliedBy(9).dividedBy(10);
		try {
			InstanceAddresses found = InstanceAddresses.of(this.calls.call(this::ask, timeout), this.portMetadataKey,
					this.defaultPort);
			count(found);
			return without(current.self(), found.addresses());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof DiscoveryException failure) {
				throw failure;
			}
			throw new DiscoveryException("the registries cannot be asked: " + ex.getCause(), ex.getCause());
		}
	}

	private static Set<PeerAddress> without(PeerAddress self, Set<PeerAddress> addresses) {
		return addresses.stream().filter((address) -> !address.equals(self)).collect(Collectors.toUnmodifiableSet());
	}

	private List<ServiceInstance> ask() {
		List<DiscoveryClient> asked = this.clients.get();
		if (asked.isEmpty()) {
			throw new DiscoveryException(
					"there is no DiscoveryClient: add a registry's, such as Spring Cloud Consul's");
		}
		List<ServiceInstance> instances = new ArrayList<>();
		DiscoveryException failure = null;
		for (DiscoveryClient client : asked) {
			try {
				List<ServiceInstance> listed = client.getInstances(this.serviceId);
				if (listed != null) {
					instances.addAll(listed);
				}
			}
			catch (RuntimeException ex) {
				this.failedClients.increment();
				logger.debug("{} cannot tell the instances of '{}'", client.description(), this.serviceId, ex);
				failure = new DiscoveryException(
						client.description() + " cannot tell the instances of '" + this.serviceId + "': " + reason(ex),
						ex);
			}
		}
		if (instances.isEmpty() && failure != null) {
			throw failure;
		}
		return instances;
	}

	private static String reason(RuntimeException ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String message = root.getMessage();
		return (message != null) ? root.getClass().getSimpleName() + ": " + shortened(message)
				: root.getClass().getSimpleName();
	}

	// A registry that answers with a page of HTML shall not fill the log with it
	private static String shortened(String message) {
		return (message.length() > 200) ? message.substring(0, 200) + "..." : message;
	}

	private void count(InstanceAddresses found) {
		if (found.unusable() > 0) {
			this.unusableInstances.add(found.unusable());
			if (!this.unusableLogged) {
				this.unusableLogged = true;
				logger.warn("{} instance(s) of '{}' are left out, for there is no telling their address: {}",
						found.unusable(), this.serviceId, found.example());
			}
		}
	}

	@Override
	public Map<String, Long> counters() {
		return Map.of("failed-clients", this.failedClients.sum(), "unusable-instances", this.unusableInstances.sum());
	}

	@Override
	public void close() {
		this.context = null;
	}

}
