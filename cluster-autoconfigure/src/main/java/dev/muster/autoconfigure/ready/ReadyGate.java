package dev.muster.autoconfigure.ready;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.autoconfigure.ReadyProperties;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.transport.SearchStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;

/**
 * Keeps the application from being ready until enough members are there, or were waited
 * for long enough. Closes at each start of the node and opens once: a node that falls
 * below the number later stays ready, for if all that are left refused traffic together,
 * the failure of a few would become one of all. What a minority should refuse is up to
 * the split-brain policy.
 *
 * <p>
 * While it is closed {@link ReadinessState#REFUSING_TRAFFIC} is published, and again
 * after Spring Boot has published {@link ReadinessState#ACCEPTING_TRAFFIC} at the end of
 * the start; {@link GatedApplicationAvailability} does not even take note of the latter.
 */
public final class ReadyGate implements ApplicationListener<ClusterReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ReadyGate.class);

	private final ReadyProperties properties;

	private final Cluster cluster;

	private final Supplier<SearchStatus> search;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean closed;

	/** Whether the application would be ready if it were not for this gate. */
	private boolean applicationReady;

	private int start;

	/**
	 * Create a gate.
	 * @param properties how many members, and how long to wait
	 * @param cluster the cluster
	 * @param search tells who was not found
	 * @param publisher is given the changes of readiness
	 */
	public ReadyGate(ReadyProperties properties, Cluster cluster, Supplier<SearchStatus> search,
			ApplicationEventPublisher publisher) {
		this.properties = properties.checked();
		this.cluster = cluster;
		this.search = search;
		this.publisher = publisher;
		// Neither those that tell of views nor timers may wait for the listeners
		this.executor = (task) -> {
			Thread thread = new Thread(task, "muster-ready");
			thread.setDaemon(true);
			thread.start();
		};
		this.closed = properties.getMinMembers() > 1;
	}

	@Override
	public void onApplicationEvent(ClusterReadyEvent event) {
		int needed = this.properties.getMinMembers();
		int current;
		this.lock.lock();
		try {
			current = ++this.start;
			this.closed = event.view().size() < needed;
			if (!this.closed) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		logger.info("Not ready until {} members are there, for {} s at the longest: {} now", needed,
				this.properties.getTimeout().toSeconds(), event.view().size());
		publish(ReadinessState.REFUSING_TRAFFIC);
		this.cluster.awaitMembers(needed, this.properties.getTimeout())
			.whenCompleteAsync((view, failure) -> open(current, view), this.executor);
	}

	/**
	 * Return whether the application is kept from being ready.
	 * @return whether it is
	 */
	public boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The application, or Spring Boot, says whether it is ready.
	 * @param state what it says
	 * @return whether that counts at present
	 */
	boolean admits(ReadinessState state) {
		this.lock.lock();
		try {
			this.applicationReady = state == ReadinessState.ACCEPTING_TRAFFIC;
			return !this.applicationReady || !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Spring Boot has published that the application is ready: if it is not, publish
	 * that.
	 */
	void applicationReady() {
		if (!admits(ReadinessState.ACCEPTING_TRAFFIC)) {
			publish(ReadinessState.REFUSING_TRAFFIC);
		}
	}

	boolean isSourceOf(AvailabilityChangeEvent<?> event) {
		return event.getSource() == this;
	}

	private void open(int whichStart, @Nullable ClusterView view) {
		boolean accept;
		this.lock.lock();
		try {
			if (whichStart != this.start || !this.closed) {
				return;
			}
			this.closed = false;
			accept = this.applicationReady;
		}
		finally {
			this.lock.unlock();
		}
		int needed = this.properties.getMinMembers();
		if (view != null) {
			logger.info("{} members are there: ready", view.size());
		}
		else {
			logger.warn(
					"Ready with fewer than {} members after {} s (muster.ready.timeout): {}; what becomes of each"
							+ " address is told by the endpoint clusterdiscovery",
					needed, this.properties.getTimeout().toSeconds(), this.search.get().describeMissing());
		}
		if (accept) {
			publish(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private void publish(ReadinessState state) {
		AvailabilityChangeEvent.publish(this.publisher, this, state);
	}

}
