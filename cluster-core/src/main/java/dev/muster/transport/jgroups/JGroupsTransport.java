package dev.muster.transport.jgroups;

import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MusterException;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.discovery.DiscoveryService;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.LinkStatus;
import dev.muster.transport.LinkTotals;
import dev.muster.transport.PortInUseException;
import dev.muster.transport.ProtocolVersions;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchStatus;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport on JGroups. Over TCP its order and reliability are those of the engine's
 * reliable unicast, over UDP those of its reliable multicast.
 */
public final class JGroupsTransport implements ClusterTransport {

	/** How long the introductions of a first view may take. */
	private static final Duration FIRST_VIEW = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(JGroupsTransport.class);

	/** Initializing the engine's classes in two threads could end in a deadlock. */
	private static final ReentrantLock PREPARING = new ReentrantLock();

	private final String clusterName;

	private final SelfDescription selfDescription;

	private final TransportSettings settings;

	private final DiscoveryService discovery;

	private final Receivers receivers = new Receivers();

	private final ViewListeners listeners = new ViewListeners();

	private final InstantSource wallClock = InstantSource.system();

	private final RefusalLog refusals = new RefusalLog(this.wallClock);

	private final SearchRecord searchRecord;

	private final StrayPackets strays = new StrayPackets();

	private final LongAdder framesSent = new LongAdder();

	private final LongAdder bytesSent = new LongAdder();

	private final LinkHistory linkHistory = new LinkHistory();

	private final ReentrantLock lifecycle = new ReentrantLock();

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile @Nullable Life starting;

	private volatile @Nullable Life running;

	/**
	 * Create a transport. It is not started.
	 * @param clusterName name of the cluster
	 * @param nodeName name of the node, or {@code null} for one made of host and port
	 * @param metadata what the others shall know of the node
	 * @param settings the settings
	 * @param discovery who may be a peer; started and stopped with the transport
	 * @throws IllegalArgumentException if a name is empty or too long
	 */
	public JGroupsTransport(String clusterName, @Nullable String nodeName, Map<String, String> metadata,
			TransportSettings settings, DiscoveryService discovery) {
		this.clusterName = Introduction.checkName("muster.cluster-name", clusterName);
		this.selfDescription = new SelfDescription(
				(nodeName != null) ? Introduction.checkName("muster.node-name", nodeName) : null,
				Introduction.checkMetadata(metadata));
		this.settings = settings;
		this.discovery = discovery;
		this.searchRecord = new SearchRecord(settings.search(), () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Load and initialize the classes of the engine and of its connections. Binds
	 * nothing. May be called by any thread, also while transports start; one that starts
	 * meanwhile waits for it.
	 */
	public static void prepare() {
		PREPARING.lock();
		try {
			Life life = new JGroupsTransport("prepare", null, Map.of(), TransportSettings.defaults(),
					DiscoveryService.of(List.of()))
				.newLife();
			life.incarnation.port().prepare();
			life.end(Duration.ZERO);
		}
		finally {
			PREPARING.unlock();
		}
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (this.running == null) {
				Life life = newLife();
				this.starting = life;
				try {
					life.begin();
					this.running = life;
					warnOfStrangers(life.incarnation.self());
				}
				catch (RuntimeException | Error ex) {
					life.end(Duration.ZERO);
					throw ex;
				}
				finally {
					this.starting = null;
				}
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void warnOfStrangers(Member self) {
		if (!isEncrypted() && !EngineStack.address(this.settings.bindAddress(), "bind-address").isLoopbackAddress()
				&& this.warned.compareAndSet(false, true)) {
			logger.warn(
					"Whoever reaches {} can read along, and become a member: nothing is encrypted. Set"
							+ " 'muster.transport.ssl.bundle' or 'muster.transport.shared-secret'{}",
					self, multicasts() ? ", and 'muster.transport.protocol' to 'tcp'" : "");
		}
	}

	private Life newLife() {
		PREPARING.lock();
		try {
			return new Life();
		}
		finally {
			PREPARING.unlock();
		}
	}

	@Override
	public void stop() {
		Life unfinished = this.starting;
		if (unfinished != null) {
			unfinished.incarnation.cancel();
		}
		this.lifecycle.lock();
		try {
			Life life = this.running;
			if (life != null) {
				this.running = null;
				life.end(this.settings.leaveTimeout());
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	@Override
	public Member self() {
		return incarnation().self();
	}

	@Override
	public ClusterView view() {
		ClusterView view = incarnation().view();
		if (view == null) {
			throw new NotRunningException();
		}
		return view;
	}

	// While it starts, listeners and receivers are called already, and may ask
	private Incarnation incarnation() {
		Life life = this.running;
		if (life == null) {
			life = this.starting;
		}
		if (life == null || life.incarnation.view() == null) {
			throw new NotRunningException();
		}
		return life.incarnation;
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		return this.listeners.add(listener);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		return this.receivers.open(channel, receiver);
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		return sendParts(to, channel, List.of(frame));
	}

	@Override
	public boolean sendParts(MemberId to, int channel, List<byte[]> parts) {
		return sendParts(List.of(to), channel, parts) > 0;
	}

	@Override
	public boolean multicasts() {
		return this.settings.udp() != null;
	}

	@Override
	public int sendParts(List<MemberId> to, int channel, List<byte[]> parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		check(channel, length);
		Incarnation incarnation = current();
		if (incarnation == null) {
			return 0;
		}
		if (to.contains(incarnation.self().id())) {
			throw new IllegalArgumentException("A member cannot send to itself");
		}
		int count = incarnation.send(to, channel, parts, length);
		this.framesSent.add(count);
		this.bytesSent.add((long) count * length);
		return count;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		check(channel, frame.length);
		Incarnation incarnation = current();
		return (incarnation != null) ? sendParts(incarnation.others(), channel, List.of(frame)) : 0;
	}

	@Nullable Incarnation current() {
		Life life = this.running;
		if (life == null) {
			life = this.starting;
		}
		return (life != null && life.incarnation.view() != null) ? life.incarnation : null;
	}

	private void check(int channel, int length) {
		Receivers.checkChannel(channel);
		if (length > maxFrameSize()) {
			throw new IllegalArgumentException(
					"A frame of " + length + " bytes is above the limit of " + maxFrameSize());
		}
	}

	@Override
	public int maxFrameSize() {
		return this.settings.maxFrameSize();
	}

	@Override
	public Optional<ProtocolVersions> protocolVersions(MemberId member) {
		Incarnation incarnation = current();
		ClusterView view = (incarnation != null) ? incarnation.view() : null;
		return (incarnation != null && view != null && view.contains(member))
				? Optional.ofNullable(incarnation.protocolVersions(member)) : Optional.empty();
	}

	@Override
	public List<Integer> channels() {
		return this.receivers.channels();
	}

	@Override
	public List<LinkStatus> links() {
		Incarnation incarnation = current();
		return (incarnation != null) ? incarnation.port().status() : List.of();
	}

	@Override
	public LinkTotals linkTotals() {
		return this.linkHistory.totals();
	}

	@Override
	public boolean isEncrypted() {
		return this.settings.security().isEncrypted();
	}

	@Override
	public TransportStatistics statistics() {
		return new TransportStatistics(this.framesSent.sum(), this.receivers.frames(), this.bytesSent.sum(),
				this.receivers.bytes(), this.receivers.droppedFrames(), this.strays.invalidCount(),
				this.listeners.changes(), this.strays.unknownCount());
	}

	@Override
	public List<Refusal> refusals() {
		return this.refusals.refusals();
	}

	@Override
	public SearchStatus search() {
		Incarnation incarnation = current();
		SearchView view = SearchView.of((incarnation != null) ? incarnation.view() : null,
				this.settings.mergeInterval());
		return new SearchStatus(this.searchRecord.addresses(view, System.nanoTime(), this.wallClock.instant()),
				this.searchRecord.forgotten());
	}

	/**
	 * An incarnation with its threads.
	 */
	private final class Life {

		private final ScheduledThreadPoolExecutor membership = new ScheduledThreadPoolExecutor(1,
				threads("muster-membership"));

		private final ThreadPoolExecutor worker = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads("muster-transport"));

		private final Incarnation incarnation;

		private final Registration candidateListener;

		Life() {
			JGroupsTransport transport = JGroupsTransport.this;
			this.membership.setRemoveOnCancelPolicy(true);
			this.membership.setKeepAliveTime(10, TimeUnit.SECONDS);
			this.membership.allowCoreThreadTimeOut(true);
			MemberId id = MemberId.random();
			TransportParts parts = new TransportParts(transport.clusterName, transport.discovery, transport.receivers,
					transport.listeners, this.membership, this.worker);
			Introducer introducer = new Introducer(id, transport.clusterName, transport.settings, transport.discovery,
					new AddressResolver(this.worker, System::nanoTime), transport.searchRecord, transport.refusals,
					transport.strays, System::nanoTime);
			try {
				this.incarnation = new Incarnation(id, parts, introducer, transport.settings,
						(address) -> transport.selfDescription.at(id, address));
			}
			catch (MusterException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new TransportException("The engine cannot be set up", ex);
			}
			this.candidateListener = transport.discovery.addChangeListener(this.incarnation::candidatesChanged);
		}

		void begin() {
			JGroupsTransport.this.linkHistory.begin(this.incarnation.port());
			new SearchReport(JGroupsTransport.this.discovery, JGroupsTransport.this)
				.schedule(JGroupsTransport.this.settings.search().reportAfter(), this.membership, this.worker);
			try {
				this.incarnation.connect(FIRST_VIEW);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new TransportException("The start of the node was interrupted", ex);
			}
			catch (ExecutionException | TimeoutException ex) {
				throw new TransportException("The members of the cluster did not introduce themselves in time", ex);
			}
			catch (Exception ex) {
				throw translate(ex);
			}
		}

		void end(Duration goodbye) {
			this.candidateListener.close();
			JGroupsTransport.this.discovery.stop();
			this.incarnation.leave(goodbye);
			JGroupsTransport.this.linkHistory.end();
			this.membership.shutdownNow();
			this.worker.shutdownNow();
		}

	}

	private RuntimeException translate(Exception ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof MusterException muster) {
				return muster;
			}
			if (cause instanceof BindException) {
				return new PortInUseException(this.settings.bindAddress(), this.settings.bindPort(),
						this.settings.bindPort() + this.settings.portRange(), ex);
			}
		}
		return new TransportException("The node cannot join its cluster: " + ex.getMessage(), ex);
	}

	private static ThreadFactory threads(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
