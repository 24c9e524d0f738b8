package dev.muster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import dev.muster.codec.PayloadCodecs;
import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.Topology;
import dev.muster.presence.DefaultPresence;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceSettings;
import dev.muster.pubsub.DefaultPubSub;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubInterceptor;
import dev.muster.pubsub.PubSubSettings;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.JGroupsTransport;
import org.jspecify.annotations.Nullable;

/**
 * A node, assembled from its parts: the one class that knows them all. Restartable; each
 * start is a new {@link Member}. What was registered with {@link #cluster()},
 * {@link #pubSub()} and {@link #presence()} outlives a stop. Safe for use by many
 * threads.
 */
public final class ClusterNode implements AutoCloseable {

	private static final long HANDLERS_END_SECONDS = 1;

	private final DiscoveryService discovery;

	private final ClusterTransport transport;

	private final DefaultCluster cluster;

	private final DefaultPubSub pubSub;

	private final DefaultPresence presence;

	private final ExecutorService executor;

	private ClusterNode(Builder builder) {
		String clusterName = builder.clusterName;
		if (clusterName == null || clusterName.isBlank()) {
			throw new IllegalArgumentException("A node needs the name of its cluster");
		}
		this.executor = NodeThreads.executor("muster-worker-", builder.virtualThreads);
		this.discovery = DiscoveryService.of(builder.topologies);
		// what the bus may be given has to fit into a frame, whatever else is configured
		int frameSize = Math.max(builder.transport.maxFrameSize(),
				builder.pubSub.maxMessageSize() + DefaultPubSub.FRAME_OVERHEAD);
		this.transport = new JGroupsTransport(clusterName, builder.nodeName, builder.metadata,
				builder.transport.withMaxFrameSize(frameSize), this.discovery);
		this.cluster = new DefaultCluster(clusterName, this.transport);
		this.pubSub = new DefaultPubSub(this.transport, builder.pubSub, this.executor, builder.interceptors);
		this.presence = new DefaultPresence(this.transport, new PayloadCodecs(builder.pubSub.codec()), builder.presence,
				this.executor);
	}

	/**
	 * Begin to build a node.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Load and initialize what the first {@link #start()} of this process needs, which
	 * else is a good part of its time. Binds no port. May be called by any thread, also
	 * while nodes start; one that starts meanwhile waits for it.
	 */
	public static void prepare() {
		JGroupsTransport.prepare();
	}

	/**
	 * Start: returns once the node has a view. Does nothing if it runs already.
	 * @throws MusterException if the node cannot start, such as a
	 * {@link dev.muster.transport.PortInUseException} or a
	 * {@link DuplicateNodeNameException}
	 */
	public void start() {
		this.transport.start();
	}

	/**
	 * Leave the cluster. Does nothing if the node does not run.
	 */
	public void stop() {
		this.transport.stop();
	}

	/**
	 * Return whether the node is in a cluster.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return this.transport.isRunning();
	}

	/**
	 * Return the cluster as this node sees it.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return this.cluster;
	}

	/**
	 * Return the bus.
	 * @return the bus
	 */
	public PubSub pubSub() {
		return this.pubSub;
	}

	/**
	 * Return who is present.
	 * @return the presence
	 */
	public Presence presence() {
		return this.presence;
	}

	/**
	 * Return the discovery.
	 * @return the discovery
	 */
	public DiscoveryService discovery() {
		return this.discovery;
	}

	/**
	 * Return the transport, for features of one's own on channels from 64 upwards.
	 * @return the transport
	 */
	public ClusterTransport transport() {
		return this.transport;
	}

	/**
	 * Stop for good, and release all threads. Handlers that run have a second to return;
	 * then they are interrupted. Who wants to wait longer closes the subscriptions before
	 * and waits for {@link dev.muster.pubsub.Subscription#ended()}.
	 */
	@Override
	public void close() {
		stop();
		this.presence.close();
		this.pubSub.close();
		this.cluster.close();
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(HANDLERS_END_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.executor.shutdownNow();
		}
	}

	/**
	 * Builds a node. Only the cluster's name is needed.
	 */
	public static final class Builder {

		private @Nullable String clusterName;

		private @Nullable String nodeName;

		private Map<String, String> metadata = Map.of();

		private final List<Topology> topologies = new ArrayList<>();

		private TransportSettings transport = TransportSettings.defaults();

		private PubSubSettings pubSub = PubSubSettings.defaults();

		private final List<PubSubInterceptor> interceptors = new ArrayList<>();

		private PresenceSettings presence = PresenceSettings.defaults();

		private boolean virtualThreads;

		private Builder() {
		}

		/**
		 * Name the cluster: nodes with another name never join.
		 * @param clusterName the name
		 * @return this builder
		 */
		public Builder clusterName(String clusterName) {
			this.clusterName = clusterName;
			return this;
		}

		/**
		 * Name the node; by default after its host and port.
		 * @param nodeName the name, unique in the cluster, or {@code null} for the
		 * default
		 * @return this builder
		 */
		public Builder nodeName(@Nullable String nodeName) {
			this.nodeName = nodeName;
			return this;
		}

		/**
		 * Say what the others shall know of the node.
		 * @param metadata names and values
		 * @return this builder
		 */
		public Builder metadata(Map<String, String> metadata) {
			this.metadata = Map.copyOf(metadata);
			return this;
		}

		/**
		 * Add strategies, each as a topology named after it. Without any the node stays
		 * alone.
		 * @param strategies how to find peers
		 * @return this builder
		 */
		public Builder discovery(DiscoveryStrategy... strategies) {
			for (DiscoveryStrategy strategy : strategies) {
				this.topologies.add(new Topology(strategy.name(), strategy));
			}
			return this;
		}

		/**
		 * Add a topology.
		 * @param topology the topology
		 * @return this builder
		 */
		public Builder topology(Topology topology) {
			this.topologies.add(topology);
			return this;
		}

		/**
		 * Set up the transport.
		 * @param transport the settings
		 * @return this builder
		 */
		public Builder transport(TransportSettings transport) {
			this.transport = transport;
			return this;
		}

		/**
		 * Set up the bus.
		 * @param pubSub the settings
		 * @return this builder
		 */
		public Builder pubSub(PubSubSettings pubSub) {
			this.pubSub = pubSub;
			return this;
		}

		/**
		 * Add an interceptor of the bus, inside of those that were added before.
		 * @param interceptor stands around publishing and handlers
		 * @return this builder
		 */
		public Builder interceptor(PubSubInterceptor interceptor) {
			this.interceptors.add(interceptor);
			return this;
		}

		/**
		 * Set up presence. Its codec is that of the bus.
		 * @param presence the settings
		 * @return this builder
		 */
		public Builder presence(PresenceSettings presence) {
			this.presence = presence;
			return this;
		}

		/**
		 * Run handlers and senders on virtual threads, where the Java version has them.
		 * @param virtualThreads whether to
		 * @return this builder
		 */
		public Builder virtualThreads(boolean virtualThreads) {
			this.virtualThreads = virtualThreads;
			return this;
		}

		/**
		 * Build the node. It is not started.
		 * @return the node
		 */
		public ClusterNode build() {
			return new ClusterNode(this);
		}

	}

}
