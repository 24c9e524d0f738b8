package dev.muster.transport.jgroups;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.muster.discovery.DiscoveryService;
import dev.muster.discovery.TopologyStatus;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.SearchStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line that says, some seconds after a start, how each topology fares and at which
 * addresses no member is, and why.
 */
final class SearchReport {

	private static final Logger logger = LoggerFactory.getLogger(SearchReport.class);

	private final DiscoveryService discovery;

	private final ClusterTransport transport;

	SearchReport(DiscoveryService discovery, ClusterTransport transport) {
		this.discovery = discovery;
		this.transport = transport;
	}

	/**
	 * Have the line logged.
	 * @param delay when; zero for never
	 * @param timer waits until then, unless it is shut down before
	 * @param executor logs, as a strategy that is asked how it fares could take its time
	 */
	void schedule(Duration delay, ScheduledExecutorService timer, Executor executor) {
		if (!delay.isZero()) {
			timer.schedule(() -> hand(executor), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void hand(Executor executor) {
		try {
			executor.execute(() -> logger.info("{}", text(this.discovery.status(), this.transport.search())));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The node has stopped");
		}
	}

	static String text(List<TopologyStatus> topologies, SearchStatus search) {
		String sources = topologies.isEmpty() ? "no topology"
				: topologies.stream().map(TopologyStatus::describe).collect(Collectors.joining(", "));
		return "Discovery: " + sources + "; " + search.describeMissing()
				+ "; what becomes of each address is told by the endpoint clusterdiscovery";
	}

}
