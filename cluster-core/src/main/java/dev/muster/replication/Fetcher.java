package dev.muster.replication;

import java.util.Map;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what is missing of an origin: one question at a time, the origin itself first,
 * and who else has more when it does not answer.
 *
 * @param <E> the type of entries
 */
final class Fetcher<E extends Entry> {

	/** Hashes of more blocks make the question too large: then all is asked for. */
	private static final int MAX_BLOCKS = 4096;

	private final Network network;

	private final Map<MemberId, PeerLink> peers;

	private final ReplicaCounters counters;

	private final long retryNanos;

	private final long maxRetryNanos;

	Fetcher(ReplicationSettings settings, Network network, Map<MemberId, PeerLink> peers, ReplicaCounters counters) {
		this.network = network;
		this.peers = peers;
		this.counters = counters;
		this.retryNanos = settings.retryDelay().toNanos();
		this.maxRetryNanos = settings.maxRetryDelay().toNanos();
	}

	/** Return the pause after another one. */
	long longer(long pause) {
		return Math.min(pause * 2, this.maxRetryNanos);
	}

	/**
	 * Ask if something is missing and nobody was asked yet.
	 */
	void look(long now, Origin<E> origin) {
		if (origin.version() < origin.head() && !origin.fetch().isUnderWay()) {
			ask(now, origin);
		}
	}

	/**
	 * A third member has more. If the origin is in the view, it may still come by itself.
	 */
	void heard(long now, Origin<E> origin) {
		Fetch<E> fetch = origin.fetch();
		if (!fetch.isUnderWay()) {
			if (this.peers.containsKey(origin.requireMember().id())) {
				fetch.pause = this.retryNanos;
				fetch.dueAt = now + fetch.pause;
			}
			else {
				ask(now, origin);
			}
		}
	}

	/**
	 * Ask now, or give up if there is nobody to ask.
	 */
	void ask(long now, Origin<E> origin) {
		Fetch<E> fetch = origin.fetch();
		MemberId target = (origin.version() < origin.head()) ? target(origin) : null;
		if (target == null) {
			origin.resetHead();
			fetch.end();
			return;
		}
		fetch.staging = null;
		fetch.pause = (fetch.attempts == 0) ? this.retryNanos : longer(fetch.pause);
		fetch.attempts++;
		fetch.dueAt = now + fetch.pause;
		this.counters.pulls++;
		MemberId id = origin.requireMember().id();
		boolean hashes = origin.version() > 0 && origin.live().blocks().size() <= MAX_BLOCKS;
		this.network.send(target,
				hashes ? Frames.pull(id, origin.version(), origin.live().blocks()) : Frames.pull(id, origin.version()));
	}

	private @Nullable MemberId target(Origin<E> origin) {
		MemberId owner = origin.requireMember().id();
		MemberId source = origin.fetch().source;
		boolean ownerThere = this.peers.containsKey(owner);
		boolean sourceThere = source != null && this.peers.containsKey(source);
		if (ownerThere && (!sourceThere || origin.fetch().attempts % 2 == 0)) {
			return owner;
		}
		return sourceThere ? source : null;
	}

}
