package dev.muster.discovery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a topology since the service was started, and the counts of all its
 * runs. Safe for use by many threads.
 */
final class TopologyRecord {

	private static final Logger logger = LoggerFactory.getLogger(DiscoveryService.class);

	private static final Comparator<PeerAddress> ORDER = Comparator.comparing(PeerAddress::host)
		.thenComparing(PeerAddress::port);

	private final String topology;

	private final String strategy;

	private final Supplier<Map<String, Long>> counters;

	private final TopologyUse use;

	private final InstantSource clock;

	private @Nullable Instant lastSuccess;

	private @Nullable String lastError;

	private @Nullable Set<PeerAddress> answer;

	private String remark = "";

	private int refused;

	private boolean mayFound;

	private boolean limitLogged;

	TopologyRecord(Topology topology, TopologyUse use, InstantSource clock) {
		this.topology = topology.name();
		this.strategy = topology.strategy().name();
		this.counters = topology.strategy()::counters;
		this.use = use;
		this.clock = clock;
	}

	void pollBegun() {
		this.use.polls().increment();
	}

	/**
	 * Take an answer that the strategy gave.
	 * @param addresses the answer; at most {@value TopologyStatus#MAX_ADDRESSES} are kept
	 * @param mayFound whether this node may found a cluster, as far as this topology can
	 * tell
	 * @param remark what the strategy says of it, if it is empty
	 */
	synchronized void answered(Collection<PeerAddress> addresses, boolean mayFound, String remark) {
		Set<PeerAddress> kept = new LinkedHashSet<>(addresses);
		this.refused = Math.max(0, kept.size() - TopologyStatus.MAX_ADDRESSES);
		if (this.refused > 0) {
			// Sorted, so that all nodes keep the same ones and meet
			List<PeerAddress> sorted = new ArrayList<>(kept);
			sorted.sort(ORDER);
			kept = new LinkedHashSet<>(sorted.subList(0, TopologyStatus.MAX_ADDRESSES));
			if (!this.limitLogged) {
				this.limitLogged = true;
				logger.warn("Topology '{}' ({}) lists {} addresses: only {} of them are used", this.topology,
						this.strategy, addresses.size(), TopologyStatus.MAX_ADDRESSES);
			}
		}
		this.answer = Set.copyOf(kept);
		this.mayFound = mayFound;
		this.remark = addresses.isEmpty() ? remark : "";
		this.lastSuccess = this.clock.instant();
	}

	/**
	 * Return whether this node was found in the same answer before, so that it need not
	 * be looked for again.
	 * @param addresses the answer
	 * @return whether it was
	 */
	synchronized boolean hadFoundSelfIn(Set<PeerAddress> addresses) {
		return this.mayFound && this.answer != null && this.answer.equals(addresses);
	}

	synchronized void foundSelf() {
		this.mayFound = true;
	}

	/**
	 * The poll was without any failure.
	 */
	synchronized void succeeded() {
		if (this.lastError != null) {
			this.lastError = null;
			logger.info("Topology '{}' ({}) works again, with {} address(es)", this.topology, this.strategy,
					(this.answer != null) ? this.answer.size() : 0);
		}
	}

	/**
	 * Something failed. Said aloud only when that begins.
	 * @param error what failed
	 * @param cause why, or {@code null} if nothing was thrown
	 */
	synchronized void failed(String error, @Nullable Throwable cause) {
		this.use.failures().increment();
		if (this.lastError == null) {
			logger.warn("Topology '{}' ({}): {}. {}; it is tried again", this.topology, this.strategy, error,
					(this.answer != null) ? "Its last answer stays in use" : "It has not answered yet");
			logger.debug("Topology '{}' ({}) failed", this.topology, this.strategy, cause);
		}
		this.lastError = error;
	}

	synchronized boolean hasAnswered() {
		return this.answer != null;
	}

	synchronized boolean allowsToFound() {
		return this.answer != null && this.mayFound;
	}

	synchronized Set<PeerAddress> addresses() {
		return (this.answer != null) ? this.answer : Set.of();
	}

	TopologyStatus status() {
		Map<String, Long> counts = counts(); // before there is a lock to hold
		synchronized (this) {
			return status(counts);
		}
	}

	private Map<String, Long> counts() {
		try {
			return this.counters.get();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Topology '{}' ({}) cannot count", this.topology, this.strategy, ex);
			return Map.of();
		}
	}

	private TopologyStatus status(Map<String, Long> counts) {
		return new TopologyStatus(this.topology, this.strategy, this.use.polls().sum(), this.use.failures().sum(),
				this.lastSuccess, this.lastError, addresses(), this.refused, counts, this.remark);
	}

}
