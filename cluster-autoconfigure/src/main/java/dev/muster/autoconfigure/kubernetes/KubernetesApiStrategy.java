package dev.muster.autoconfigure.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the pods of a service for peers. Asks for the list of its EndpointSlices, and has
 * the list kept current by a watch: a change is known at once, and while the watch is
 * open the API server is asked only once in {@link #RESYNC}. Without the watch, because
 * it may not or cannot, the list is asked for at each poll.
 *
 * <p>
 * EndpointSlices and not the pods themselves, nor {@code Endpoints}: they tell ready from
 * not ready and from terminating, are not cut off at 1000 addresses, and take one
 * permission: get, list and watch on {@code endpointslices} of {@code discovery.k8s.io}.
 * Not Spring Cloud Kubernetes' {@code DiscoveryClient}, which knows neither selectors nor
 * changes, and which keeps an application from starting while the API server is down.
 */
public final class KubernetesApiStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "kubernetes-api";

	/** However well the watch seems to be: it may have died without a word. */
	static final Duration RESYNC = Duration.ofSeconds(30);

	/** A watch that ends sooner did not work: the next poll is soon enough. */
	private static final Duration SHORT_LIFE = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(KubernetesApiStrategy.class);

	private final KubernetesClient client;

	private final SliceSelection selection;

	private final SliceReader reader;

	private final LongSupplier nanoTime;

	private final LongAdder lists = new LongAdder();

	private final LongAdder failedWatches = new LongAdder();

	private final LongAdder refusedSlices = new LongAdder();

	private final LongAdder unusableAddresses = new LongAdder();

	private volatile @Nullable DiscoveryContext context;

	private volatile @Nullable SliceWatch current;

	private volatile boolean watchFailureLogged;

	// Used by the thread that polls only

	private @Nullable SliceApi api;

	private long listedAt;

	private boolean emptyLogged;

	KubernetesApiStrategy(KubernetesClient client, SliceSelection selection, SliceReader reader,
			LongSupplier nanoTime) {
		this.client = client;
		this.selection = selection;
		this.reader = reader;
		this.nanoTime = nanoTime;
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * A pod is listed before it is ready. If such pods are no peers, this node cannot be
	 * listed when it starts.
	 */
	@Override
	public boolean listsSelf() {
		return this.reader.includeNotReady();
	}

	@Override
	public void start(DiscoveryContext context) {
		// A little less than a poll may take, so that it is we who say why it failed
		this.api = new SliceApi(this.client, this.selection, context.deadline().multipliedBy(3).dividedBy(4));
		this.context = context;
	}

	@Override
	public Set<PeerAddress> discover() throws DiscoveryException {
		SliceApi started = this.api;
		if (started == null) {
			throw new DiscoveryException("not started");
		}
		SliceReader.Reading reading = this.reader.read(slices(started));
		this.unusableAddresses.add(reading.unusable());
		return reading.addresses();
	}

	private List<EndpointSlice> slices(SliceApi started) {
		SliceWatch watch = this.current;
		long now = this.nanoTime.getAsLong();
		if (watch != null && watch.isOpen() && now - this.listedAt < RESYNC.toNanos()) {
			return watch.slices();
		}
		EndpointSliceList list = started.list();
		this.lists.increment();
		this.listedAt = now;
		tellIfEmpty(list);
		if (watch == null || watch.isClosed()) {
			watch = new SliceWatch(list, new Changes(now));
			this.current = watch;
			open(watch, started, list);
		}
		else {
			watch.replace(list);
		}
		return watch.slices();
	}

	// Apart from the poll, which has its answer already and would not want to wait
	private void open(SliceWatch watch, SliceApi started, EndpointSliceList list) {
		String version = (list.getMetadata() != null) ? list.getMetadata().getResourceVersion() : null;
		Thread thread = new Thread(() -> {
			try {
				Watch opened = started.watch(version, watch);
				this.watchFailureLogged = false;
				watch.opened(opened);
			}
			catch (RuntimeException ex) { // also the client's, when it is closed
											// meanwhile
				watch.close();
				watchFailed((ex instanceof DiscoveryException) ? ex.getMessage() : ex.toString());
			}
		}, "muster-kubernetes-watch");
		thread.setDaemon(true);
		thread.start();
	}

	private void watchFailed(@Nullable String why) {
		this.failedWatches.increment();
		if (this.context != null && !this.watchFailureLogged) {
			this.watchFailureLogged = true;
			logger.warn("The EndpointSlices of {} cannot be watched, changes are seen at the next poll: {}",
					this.selection.description(), why);
		}
	}

	private void tellIfEmpty(EndpointSliceList list) {
		if (list.getItems().isEmpty() && !this.emptyLogged) {
			logger.warn("There is no EndpointSlice of {}: is the service there, with a selector?",
					this.selection.description());
		}
		this.emptyLogged = list.getItems().isEmpty();
	}

	@Override
	public Map<String, Long> counters() {
		return Map.of("lists", this.lists.sum(), "failed-watches", this.failedWatches.sum(), "refused-slices",
				this.refusedSlices.sum(), "unusable-addresses", this.unusableAddresses.sum());
	}

	@Override
	public void close() {
		this.context = null;
		this.api = null;
		SliceWatch watch = this.current;
		this.current = null;
		if (watch != null) {
			watch.close();
		}
	}

	/**
	 * Passes on what a watch sees.
	 */
	private final class Changes implements SliceWatch.Listener {

		private final long begin;

		private Changes(long begin) {
			this.begin = begin;
		}

		@Override
		public void changed() {
			DiscoveryContext started = KubernetesApiStrategy.this.context;
			if (started != null) {
				started.changed().run();
			}
		}

		@Override
		public void refused() {
			KubernetesApiStrategy.this.refusedSlices.increment();
		}

		@Override
		public void ended(WatcherException cause) {
			long life = KubernetesApiStrategy.this.nanoTime.getAsLong() - this.begin;
			if (life >= SHORT_LIFE.toNanos()) {
				changed(); // whatever it was, the next list tells
			}
			else {
				watchFailed("the watch ends as soon as it begins (" + cause.getMessage() + ")");
			}
		}

	}

}
