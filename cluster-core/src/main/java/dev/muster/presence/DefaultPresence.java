package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.muster.codec.PayloadCodecs;
import dev.muster.pubsub.Subscription;
import dev.muster.replication.Origin;
import dev.muster.replication.Replica;
import dev.muster.replication.ReplicationSettings;
import dev.muster.replication.ReplicationStatistics;
import dev.muster.topic.TopicSyntax;
import dev.muster.transport.ClusterTransport;
import org.jspecify.annotations.Nullable;

/**
 * Presence over a transport.
 */
public final class DefaultPresence implements Presence, AutoCloseable {

	/** The channel of presence. */
	static final int CHANNEL = 3;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final long SLICE_NANOS = 3_000_000;

	private final PresenceContext context;

	private final PresenceTable table;

	private final PresenceLog log;

	private final Sweeper sweeper;

	private final Replica<Item> replica;

	private final OwnEntries own;

	private final DefaultSession nodeSession;

	private final Set<DefaultSession> sessions = ConcurrentHashMap.newKeySet();

	private volatile boolean ready;

	private volatile boolean closed;

	/**
	 * Create a presence.
	 * @param transport the way to the other members
	 * @param codecs encodes metadata
	 * @param settings the settings
	 * @param executor runs listeners and senders; as they may block, it should have a
	 * thread for each
	 */
	public DefaultPresence(ClusterTransport transport, PayloadCodecs codecs, PresenceSettings settings,
			Executor executor) {
		this(transport, codecs, settings,
				ReplicationSettings.defaults().withRetention(settings.downRetention(), settings.maxDownEntries()),
				executor, InstantSource.system(), System::nanoTime);
	}

	/**
	 * Create a presence with clocks.
	 * @param transport the way to the other members
	 * @param codecs encodes metadata
	 * @param settings the settings
	 * @param replication the settings of what is below; its limits of entries are
	 * replaced
	 * @param executor runs listeners and senders; if it is a
	 * {@link java.util.concurrent.ScheduledExecutorService}, delays are by its time
	 * @param clock tells {@link PresenceEntry#since()}
	 * @param nanoTime a clock that never goes back
	 */
	public DefaultPresence(ClusterTransport transport, PayloadCodecs codecs, PresenceSettings settings,
			ReplicationSettings replication, Executor executor, InstantSource clock, LongSupplier nanoTime) {
		this.context = new PresenceContext(settings, codecs, executor, clock);
		this.table = new PresenceTable(codecs);
		this.sweeper = new Sweeper(executor, nanoTime, () -> sweep(nanoTime));
		this.log = new PresenceLog(this.table, this.context, nanoTime, this.sweeper::wake);
		int maxBody = Math.max(settings.maxMetaSize() + settings.maxKeySize() + ItemCodec.OVERHEAD, 512);
		int maxItems = (int) Math.min(Integer.MAX_VALUE, 2L * settings.maxEntries() + OwnTopics.MAX_UNUSED + 2);
		this.replica = new Replica<>(transport, CHANNEL, replication.withLimits(maxBody, maxItems), this.log, executor,
				nanoTime);
		long epochMillis = clock.millis();
		Item unused = this.replica.add(ItemCodec.identity(RANDOM.nextLong(), epochMillis));
		this.own = new OwnEntries(this.replica, this.table, this.context, epochMillis);
		this.nodeSession = new DefaultSession(this.own, false, (session) -> {
		});
		this.ready = true;
		this.sweeper.wake();
	}

	private long sweep(LongSupplier nanoTime) {
		if (!this.ready) {
			return Long.MAX_VALUE; // the constructor wakes it again
		}
		return this.replica.read((origins) -> this.log.work(nanoTime.getAsLong() + SLICE_NANOS));
	}

	@Override
	public PresenceSession open() {
		if (this.closed) {
			throw new IllegalStateException("The node is closed: it opens no more sessions");
		}
		DefaultSession session = new DefaultSession(this.own, true, this.sessions::remove);
		this.sessions.add(session);
		return session;
	}

	@Override
	public PresenceRef track(String topic, String key, Object meta) {
		return this.nodeSession.track(topic, key, meta);
	}

	@Override
	public void update(PresenceRef ref, Object meta) {
		this.own.update(null, ref, meta);
	}

	@Override
	public void untrack(PresenceRef ref) {
		this.own.untrack(null, ref);
	}

	@Override
	public List<PresenceEntry> list(String topic) {
		Shown shown = this.table.shown(topic);
		return EntryList.of(shown.members(), shown.hidden(), this.context.codecs());
	}

	@Override
	public List<PresenceEntry> get(String topic, String key) {
		return EntryList.of(find(topic, key), this.context.codecs());
	}

	private List<Tracked> find(String topic, String key) {
		Shown shown = this.table.shown(topic);
		List<Tracked> found = new ArrayList<>(2);
		shown.members().find(key.getBytes(StandardCharsets.UTF_8), (entry) -> {
			if (!shown.hidden().has(entry)) {
				found.add(entry);
			}
		});
		return found;
	}

	@Override
	public int count(String topic) {
		Shown shown = this.table.shown(topic);
		return shown.members().count(shown.hidden());
	}

	@Override
	public boolean isPresent(String topic, String key) {
		return !find(topic, key).isEmpty();
	}

	@Override
	public Set<String> topics() {
		Hidden hidden = this.table.hidden();
		return this.table.topics()
			.stream()
			.filter((topic) -> topic.members().count(hidden) > 0)
			.map(TopicState::name)
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public PresenceSnapshot snapshot(Collection<String> topics) {
		PresenceSnapshot snapshot = this.table.snapshot(topics);
		return (snapshot != null) ? snapshot : this.replica.read((origins) -> this.table.takeSnapshot(topics));
	}

	@Override
	public PresenceCursor cursor(String topic) {
		return new PresenceCursor(list(topic));
	}

	@Override
	public Subscription subscribe(String topicPattern, PresenceOptions options, PresenceListener listener) {
		Objects.requireNonNull(topicPattern, "topicPattern");
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(listener, "listener");
		TopicSyntax.requirePattern(topicPattern);
		PresenceSubscription subscription = new PresenceSubscription(topicPattern, options, listener, this.context,
				this::unsubscribe);
		this.replica.read((origins) -> {
			if (this.closed) {
				throw new IllegalStateException("The node is closed: it takes no more subscriptions");
			}
			this.table.subscribe(subscription);
			return subscription;
		});
		return subscription;
	}

	private void unsubscribe(PresenceSubscription subscription) {
		this.replica.read((origins) -> {
			this.table.unsubscribe(subscription);
			return subscription;
		});
	}

	@Override
	public CompletableFuture<Void> awaitVisible(PresenceRef ref, Duration timeout) {
		CompletableFuture<@Nullable Void> visible;
		try {
			visible = this.replica.visible(this.own.version(ref));
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return CompletableFuture.allOf(visible).orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public List<OriginStatus> origins() {
		return this.replica.read((origins) -> {
			List<OriginStatus> status = new ArrayList<>();
			for (Origin<Item> origin : origins) {
				if (origin.member() != null) {
					Owner owner = this.log.owner(origin);
					status.add(new OriginStatus(owner.member(), origin.isSelf(), origin.isVisible(), owner.entries(),
							origin.version(), origin.head() - origin.version()));
				}
			}
			return List.copyOf(status);
		});
	}

	@Override
	public PresenceStatistics statistics() {
		PresenceCounters counters = this.context.counters();
		int listeners = this.replica.read((origins) -> this.table.subscriptions().size());
		return new PresenceStatistics(this.table.topics().size(), this.table.entries(), this.own.size(),
				this.sessions.size(), listeners, counters.tracked.sum(), counters.untracked.sum(),
				counters.updated.sum(), counters.refused.sum(), counters.diffs.sum(), counters.listenerFailures.sum(),
				counters.overflows.sum(), counters.handedOver.sum(), counters.malformed.sum());
	}

	/**
	 * Return what replication has done below.
	 * @return its figures
	 */
	public ReplicationStatistics replication() {
		return this.replica.statistics();
	}

	/**
	 * End all subscriptions, and take this node's entries from the other members.
	 */
	@Override
	public void close() {
		this.closed = true;
		List<PresenceSubscription> subscriptions = this.replica.read((origins) -> this.table.subscriptions());
		subscriptions.forEach(PresenceSubscription::close);
		this.replica.close();
	}

}
