package dev.muster.benchmarks.link;

import java.util.Arrays;

import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.UdpSettings;
import org.jgroups.protocols.TCP;
import org.jspecify.annotations.Nullable;

/**
 * What is measured side by side.
 */
public enum Peer {

	/** The bus. */
	MUSTER("muster", (setup) -> new BusLink(setup, TransportSecurity.NONE)),

	/** The bus with a shared secret. */
	MUSTER_SECRET("muster-secret", (setup) -> new BusLink(setup, secret())),

	/** The bus with TLS 1.3. */
	MUSTER_TLS("muster-tls", (setup) -> new BusLink(setup, tls(setup))),

	/** The bus over UDP multicast. */
	MUSTER_UDP("muster-udp", (setup) -> new BusLink(setup, TransportSecurity.NONE, UdpSettings.defaults())),

	/** The engine of the bus, a multicast for each message. */
	MULTICAST("jgroups-multicast", (setup) -> new EngineLink(setup, true)),

	/** The engine of the bus, a unicast for each message and receiver. */
	UNICAST("jgroups-unicast", (setup) -> new EngineLink(setup, false)),

	/** The engine on our transport, set up for throughput. */
	OURS("jgroups-muster", (setup) -> TunedEngineLink.onOurs(setup, TransportSecurity.NONE)),

	/** The engine on our transport with a shared secret, set up likewise. */
	OURS_SECRET("jgroups-muster-secret", (setup) -> TunedEngineLink.onOurs(setup, secret())),

	/** The engine on our transport with TLS 1.3, set up likewise. */
	OURS_TLS("jgroups-muster-tls", (setup) -> TunedEngineLink.onOurs(setup, tls(setup))),

	/** The engine on its blocking TCP, set up for throughput. */
	TUNED("jgroups-tcp-tuned", (setup) -> new TunedEngineLink(new TCP(), setup)),

	/** The engine on its non-blocking TCP, set up likewise. */
	TUNED_NIO("jgroups-nio2-tuned", (setup) -> new TunedEngineLink(TunedEngineLink.nio(), setup)),

	/** Topics of Hazelcast. */
	HAZELCAST("hazelcast", 10_000, null, true, foreign("HazelcastLink")),

	/** The event bus of Vert.x, clustered by Hazelcast. */
	VERTX("vertx", 10_000, null, true, foreign("VertxLink")),

	/** Distributed publish and subscribe of Pekko; with more under way it drops. */
	PEKKO("pekko", 2_000, null, true, foreign("PekkoLink")),

	/**
	 * Redis by Spring Data's listener container as it comes: a thread for each message.
	 */
	REDIS_SPRING("redis-spring", 10_000, Broker.REDIS, false, foreign("RedisLink$Unordered")),

	/** Redis by the same container, handling messages on the connection's thread. */
	REDIS_SPRING_SYNC("redis-spring-sync", 10_000, Broker.REDIS, false, foreign("RedisLink$Ordered")),

	/** NATS. */
	NATS("nats", 10_000, Broker.NATS, true, foreign("NatsLink"));

	private final String label;

	private final int window;

	private final @Nullable Broker broker;

	private final boolean answering;

	private final LinkFactory factory;

	Peer(String label, LinkFactory factory) {
		this(label, 0, null, true, factory);
	}

	Peer(String label, int window, @Nullable Broker broker, boolean answering, LinkFactory factory) {
		this.label = label;
		this.window = window;
		this.broker = broker;
		this.answering = answering;
		this.factory = factory;
	}

	private static TransportSecurity secret() {
		return new TransportSecurity.Secret(SharedSecret.of("a secret of a benchmark, not random"));
	}

	private static TransportSecurity tls(Setup setup) throws Exception {
		return new TransportSecurity.Tls(new SharedCertificate(setup.directory()), false);
	}

	// What these need is on the class path of their own processes only
	private static LinkFactory foreign(String name) {
		return (setup) -> foreign(Link.class, name, setup);
	}

	private static <T> T foreign(Class<T> type, String name, Setup setup) throws Exception {
		return type
			.cast(Class.forName("dev.muster.benchmarks.peers." + name).getConstructor(Setup.class).newInstance(setup));
	}

	/**
	 * Return what it is called.
	 * @return its name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return how many messages a publisher may be ahead of the receivers, for one that
	 * does not hold back a publisher by itself and would lose messages.
	 * @return how many, 0 for one that does
	 */
	public int window() {
		return this.window;
	}

	/**
	 * Return the server that it needs.
	 * @return the server, or null
	 */
	public @Nullable Broker broker() {
		return this.broker;
	}

	/**
	 * Return whether it knows requests and replies.
	 * @return whether it does
	 */
	public boolean isAnswering() {
		return this.answering;
	}

	/**
	 * Return whether its classes are those of the optional module.
	 * @return whether they are
	 */
	public boolean isForeign() {
		return ordinal() >= HAZELCAST.ordinal();
	}

	/**
	 * Create a link, not started.
	 * @param setup what it is to know
	 * @return the link
	 * @throws Exception if that is impossible
	 */
	public Link link(Setup setup) throws Exception {
		return this.factory.create(setup);
	}

	/**
	 * Return whether it knows who is online.
	 * @return whether it does
	 */
	public boolean hasPresence() {
		return this == MUSTER || this == PEKKO;
	}

	/**
	 * Create its presence, not started.
	 * @param setup what it is to know
	 * @return the presence
	 * @throws Exception if that is impossible
	 */
	public PresencePeer presence(Setup setup) throws Exception {
		if (this == MUSTER) {
			return new BusPresence(setup);
		}
		if (this == PEKKO) {
			return foreign(PresencePeer.class, "PekkoPresence", setup);
		}
		throw new IllegalArgumentException(this.label + " has no presence");
	}

	/**
	 * Return a peer.
	 * @param label its name
	 * @return the peer
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static Peer of(String label) {
		return Arrays.stream(values())
			.filter((peer) -> peer.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					label + " is no peer: " + Arrays.stream(values()).map(Peer::label).toList() + " are"));
	}

	private interface LinkFactory {

		Link create(Setup setup) throws Exception;

	}

}
