package dev.muster.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import dev.muster.presence.OriginStatus;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of presence.
 */
class PresenceMetrics implements MeterBinder {

	private final Presence presence;

	PresenceMetrics(Presence presence) {
		this.presence = presence;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "entries", "entries", "Entries of all members that this node knows",
				(presence) -> presence.statistics().entries());
		gauge(registry, "entries.own", "entries", "Entries of this node",
				(presence) -> presence.statistics().ownEntries());
		gauge(registry, "topics", "topics", "Topics that this node knows",
				(presence) -> presence.statistics().topics());
		gauge(registry, "sessions", "sessions", "Open sessions of this node",
				(presence) -> presence.statistics().sessions());
		gauge(registry, "listeners", "listeners", "Subscriptions to presence on this node",
				(presence) -> presence.statistics().listeners());
		gauge(registry, "lag", "operations", "Changes of the other members that are known to be missing here",
				(presence) -> presence.origins().stream().mapToLong(OriginStatus::lag).sum());
		counter(registry, "tracked", "Entries that were tracked on this node", PresenceStatistics::tracked);
		counter(registry, "untracked", "Entries of this node that were removed", PresenceStatistics::untracked);
		counter(registry, "updated", "Updates of entries of this node", PresenceStatistics::updated);
		counter(registry, "refused", "Calls that were refused for a limit", PresenceStatistics::refused);
		counter(registry, "diffs", "Diffs that listeners were told", PresenceStatistics::diffs);
		counter(registry, "failed", "Diffs whose listener failed", PresenceStatistics::listenerFailures);
		counter(registry, "overflows", "How many times the queue of a listener was full",
				PresenceStatistics::overflows);
		counter(registry, "handed.over", "Entries that another member took over", PresenceStatistics::handedOver);
		counter(registry, "malformed", "Entries of other members that made no sense", PresenceStatistics::malformed);
	}

	private void gauge(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<Presence> value) {
		Gauge.builder("muster.presence." + name, this.presence, value)
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToLongFunction<PresenceStatistics> value) {
		FunctionCounter
			.builder("muster.presence." + name, this.presence, (presence) -> value.applyAsLong(presence.statistics()))
			.description(description)
			.register(registry);
	}

}
