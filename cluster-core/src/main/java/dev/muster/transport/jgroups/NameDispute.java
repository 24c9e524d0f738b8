package dev.muster.transport.jgroups;

import java.time.Duration;

import dev.muster.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

/**
 * Whether another member has this node's name. That member may be this node's own
 * predecessor, not yet known to be dead: so it gets the time that detection takes. Not
 * thread-safe.
 */
final class NameDispute {

	private final long patience;

	private @Nullable String owner;

	private long since;

	private long lastSaid;

	NameDispute(TransportSettings settings) {
		this.patience = settings.failureDetectionTimeout()
			.plus(settings.failureDetectionInterval())
			.plus(settings.verifyTimeout())
			.plus(Duration.ofSeconds(2))
			.toNanos();
	}

	/** Somebody said that the name is taken. */
	void said(String byWhom, long now) {
		if (this.owner == null) {
			this.since = now;
		}
		this.owner = byWhom;
		this.lastSaid = now;
	}

	/** Return whether the name is taken, so far as was said lately. */
	boolean isOpen(long now) {
		if (this.owner != null && now - this.lastSaid > Rendezvous.ANSWER_EXPIRY) {
			this.owner = null; // nobody says so any more
		}
		return this.owner != null;
	}

	/**
	 * Return who has the name for good, or {@code null} if that is nobody or not sure
	 * yet.
	 */
	@Nullable String lost(long now) {
		return (isOpen(now) && now - this.since > this.patience) ? this.owner : null;
	}

}
