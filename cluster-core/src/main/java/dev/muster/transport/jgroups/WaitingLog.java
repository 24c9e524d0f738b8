package dev.muster.transport.jgroups;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.muster.discovery.TopologyStatus;
import org.jspecify.annotations.Nullable;

/**
 * What to say of a start that takes long: why it waits, once that has lasted a second.
 * Not thread-safe.
 */
final class WaitingLog {

	/** How long a start waits without saying so. */
	static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private String reason = "";

	private long since;

	private boolean said;

	/**
	 * The start waits.
	 * @param reason why
	 * @param topologies how the topologies fare
	 * @param now the time
	 * @return what to say now, or {@code null} if it is too early or has been said
	 */
	@Nullable String waiting(String reason, Supplier<List<TopologyStatus>> topologies, long now) {
		if (!reason.equals(this.reason)) {
			this.reason = reason;
			this.since = now;
			this.said = false;
		}
		if (this.said || now - this.since < PATIENCE) {
			return null;
		}
		this.said = true;
		return reason.equals(Rendezvous.NOT_LISTED) ? explain(topologies.get()) : reason;
	}

	// A node may found a cluster when all topologies have answered and one lists it
	private static String explain(List<TopologyStatus> topologies) {
		String silent = topologies.stream()
			.filter((topology) -> topology.lastSuccess() == null)
			.map((topology) -> "topology '" + topology.topology() + "' has not answered"
					+ ((topology.lastError() != null) ? " (" + topology.lastError() + ")" : ""))
			.collect(Collectors.joining(", "));
		if (!silent.isEmpty()) {
			return silent;
		}
		return topologies.stream()
			.map((topology) -> "'" + topology.topology() + "'")
			.collect(Collectors.joining(", ", Rendezvous.NOT_LISTED + ", of these: ", ""));
	}

}
