package dev.muster.replication;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be fetched of an origin, from whom, and how far it got.
 *
 * @param <E> the type of entries
 */
final class Fetch<E extends Entry> {

	/** When to ask, or to ask again; {@link ReplicaCore#NEVER} if nothing is missing. */
	long dueAt = ReplicaCore.NEVER;

	long pause;

	int attempts;

	/** Who, besides the origin itself, has more than we. */
	@Nullable MemberId source;

	/** The parts of a snapshot that are here. */
	@Nullable Staging<E> staging;

	boolean isUnderWay() {
		return this.dueAt != ReplicaCore.NEVER;
	}

	void end() {
		this.dueAt = ReplicaCore.NEVER;
		this.pause = 0;
		this.attempts = 0;
		this.source = null;
		this.staging = null;
	}

	/** Something came: more may follow. */
	void progress(long now, long retryNanos) {
		if (isUnderWay()) {
			this.pause = retryNanos;
			this.dueAt = now + retryNanos;
		}
	}

}
