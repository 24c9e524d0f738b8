package dev.muster.discovery.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up a domain name: each of its addresses, or each of its services, may be a peer.
 *
 * <p>
 * <b>What an answer means.</b> A name that does not exist (NXDOMAIN), or that has no such
 * records (NODATA), stands for nobody: an empty answer. That is how the name of a
 * headless service looks before its first pod, which then is listed a moment later and
 * founds the cluster; if it never is, it founds one after {@code seed-timeout}.
 * Everything else is "do not know" and throws with a text that names the server, what it
 * did, and the question: silence, SERVFAIL, REFUSED and other codes, bytes that are no
 * answer, an answer that is cut off, a port that nobody listens at. Where there are
 * several things to ask, what is known counts: one kind of addresses without the other,
 * and the hosts of services that have an address without those whose address is unknown,
 * which are counted.
 *
 * <p>
 * <b>Which resolver, and why.</b> Ours, of Netty's channels and its DNS codec, which is
 * hardened against hostile bytes and comes with the Netty that the engine uses anyway.
 * The others that were considered:
 * <ul>
 * <li>The JDK's DNS provider for JNDI waits 15 seconds for a silent server unless it is
 * told otherwise in a place where its users do not look, and {@code InetAddress} blocks
 * without a limit of ours; both hide TTLs, cache by rules of their own, and tell "not
 * there" and "do not know" apart badly or not at all.</li>
 * <li>Netty's {@code DnsNameResolver} drops what it cannot decode, so that garbage looks
 * like silence; takes an answer that ends too early for a complete one; does not pass on
 * the addresses that come along with SRV records; and caches.</li>
 * <li>dnsjava could do all this, but is one more library for all users, with threads and
 * connections in static fields that outlive the application.</li>
 * </ul>
 * Nothing is cached here, so nothing outlives its TTL: each poll asks.
 *
 * <p>
 * Servers are asked in turn, within one deadline for the whole lookup; an answer that
 * does not fit a datagram is fetched by TCP. The file {@code resolv.conf} is read anew at
 * each lookup. Safe for use by many threads.
 */
public final class DnsDiscoveryStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "dns";

	private static final Logger logger = LoggerFactory.getLogger(DnsDiscoveryStrategy.class);

	/** A node that starts is often about to be listed: it looks again that soon. */
	private static final Duration EAGER_INTERVAL = Duration.ofSeconds(1);

	/** For so many times. */
	private static final int EAGER_LOOKUPS = 15;

	private final DnsSettings settings;

	private final Path resolvConf;

	private final DnsEvent.Counts counts = new DnsEvent.Counts();

	private volatile @Nullable Session session;

	/**
	 * Create a strategy.
	 * @param settings what to look up, and how
	 */
	public DnsDiscoveryStrategy(DnsSettings settings) {
		this(settings, NameServers.SYSTEM);
	}

	DnsDiscoveryStrategy(DnsSettings settings, Path resolvConf) {
		this.settings = settings;
		this.resolvConf = resolvConf;
	}

	@Override
	public String name() {
		return this.settings.strategy();
	}

	@Override
	public void start(DiscoveryContext context) {
		close();
		this.session = new Session(context);
	}

	@Override
	public Set<PeerAddress> discover() throws DiscoveryException {
		Session current = this.session;
		if (current == null) {
			throw new IllegalStateException("Not started");
		}
		return current.discover();
	}

	@Override
	public String remark() {
		Session current = this.session;
		return (current != null) ? current.remark : "";
	}

	@Override
	public boolean listsSelf() {
		return true;
	}

	@Override
	public Map<String, Long> counters() {
		return this.counts.byLabel();
	}

	@Override
	public void close() {
		Session current = this.session;
		this.session = null;
		if (current != null) {
			current.exchange.close();
		}
	}

	/**
	 * From a start to the next close.
	 */
	private final class Session {

		private final DiscoveryContext context;

		private final NettyExchange exchange = new NettyExchange(DnsDiscoveryStrategy.this.counts);

		private final Resolver resolver = new Resolver(this.exchange, DnsDiscoveryStrategy.this.counts,
				System::nanoTime);

		private final Duration timeout;

		private volatile int eager = EAGER_LOOKUPS;

		private volatile String remark = "";

		Session(DiscoveryContext context) {
			this.context = context;
			// Our text tells more than that of who interrupts us
			Duration deadline = context.deadline().multipliedBy(19).dividedBy(20);
			Duration configured = DnsDiscoveryStrategy.this.settings.timeout();
			this.timeout = (configured.compareTo(deadline) < 0) ? configured : deadline;
		}

		Set<PeerAddress> discover() {
			DnsSettings settings = DnsDiscoveryStrategy.this.settings;
			NameServers nameServers = NameServers.of(settings, DnsDiscoveryStrategy.this.resolvConf);
			Resolver.Budget budget = Resolver.Budget.of(System.nanoTime(), this.timeout, nameServers.servers().size());
			try {
				Lookup.Result result = new Lookup(settings, nameServers, this.resolver, budget,
						DnsDiscoveryStrategy.this.counts, System::nanoTime)
					.find();
				tell(result);
				lookAgainSoonUnlessListed(result.peers());
				return Set.copyOf(result.peers());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new DiscoveryException("the lookup of '" + settings.name() + "' was interrupted", ex);
			}
		}

		private void tell(Lookup.Result result) {
			DnsSettings settings = DnsDiscoveryStrategy.this.settings;
			String before = this.remark;
			this.remark = !result.peers().isEmpty() ? "" : "the name '" + settings.name() + "' "
					+ (result.exists() ? "has no usable " + settings.records() + " records" : "does not exist");
			if (before.isEmpty() && !this.remark.isEmpty()) {
				logger.info("No peers are known by DNS: {}", this.remark);
			}
		}

		private void lookAgainSoonUnlessListed(Set<PeerAddress> peers) {
			PeerAddress self = this.context.self();
			boolean listed = peers.stream()
				.anyMatch((peer) -> peer.port() == self.port() && (peer.host().equals(self.host())
						|| (self.literal() != null && self.literal().equals(peer.literal()))));
			int left = this.eager;
			this.eager = listed ? 0 : Math.max(0, left - 1);
			if (!listed && left > 0) {
				try {
					this.context.scheduler()
						.schedule(this.context.changed(), EAGER_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
				}
				catch (RejectedExecutionException ex) {
					logger.trace("Stopped meanwhile", ex);
				}
			}
		}

	}

}
