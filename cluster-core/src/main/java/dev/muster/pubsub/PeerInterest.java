package dev.muster.pubsub;

import java.util.HashMap;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.MemberId;
import dev.muster.replication.Entries;
import dev.muster.replication.Origin;
import dev.muster.replication.ReplicaListener;
import org.jspecify.annotations.Nullable;

/**
 * What other members want, as the replica of interest has it.
 *
 * <p>
 * Locks: the replica's is held when it tells something, and the table's is taken inside
 * it, never the other way round. The methods that are asked are for who holds the
 * table's.
 */
final class PeerInterest implements ReplicaListener<InterestEntry> {

	private static final PeerPatterns NOTHING = new PeerPatterns();

	private final Object lock;

	private final RouteCache routes;

	private final Runnable confirmed;

	private final Map<MemberId, Origin<InterestEntry>> origins = new HashMap<>();

	private @Nullable ClusterView handled;

	/**
	 * Create one.
	 * @param lock the table's
	 * @param routes what changes make wrong is evicted there, under the lock
	 * @param confirmed called, with the replica's lock held, when others know more of
	 * this member
	 */
	PeerInterest(Object lock, RouteCache routes, Runnable confirmed) {
		this.lock = lock;
		this.routes = routes;
		this.confirmed = confirmed;
	}

	/**
	 * Return whether the replica has come to a view, or to a later one.
	 * @param self this member: views of an earlier start do not count
	 * @param view the number of the view
	 */
	boolean hasHandled(MemberId self, long view) {
		ClusterView last = this.handled;
		return last != null && last.contains(self) && last.number() >= view;
	}

	/**
	 * Return what a member wants.
	 * @return its patterns, or {@code null} as long as not all is here that it had when
	 * it came into the view that was handled last
	 */
	@Nullable PeerPatterns current(MemberId id) {
		Origin<InterestEntry> origin = this.origins.get(id);
		if (origin == null || !origin.isCurrent()) {
			return null;
		}
		PeerPatterns patterns = patternsOf(origin);
		return (patterns != null) ? patterns : NOTHING;
	}

	/**
	 * Return what a member that vanished wanted.
	 * @return its patterns, or {@code null} if all were never known
	 */
	@Nullable PeerPatterns last(MemberId id) {
		Origin<InterestEntry> origin = this.origins.get(id);
		PeerPatterns patterns = (origin != null) ? patternsOf(origin) : null;
		return (patterns != null && patterns.wereComplete()) ? patterns : null;
	}

	private static @Nullable PeerPatterns patternsOf(Origin<InterestEntry> origin) {
		return (PeerPatterns) origin.attachment();
	}

	private static PeerPatterns attachPatterns(Origin<InterestEntry> origin) {
		PeerPatterns patterns = patternsOf(origin);
		if (patterns == null) {
			patterns = new PeerPatterns();
			origin.attach(patterns);
		}
		return patterns;
	}

	@Override
	public InterestEntry create(Origin<InterestEntry> origin, long dot, byte[] body) {
		return new InterestEntry(dot, body);
	}

	@Override
	public void added(Origin<InterestEntry> origin, InterestEntry entry) {
		Interest interest = origin.isSelf() ? null : entry.interest();
		if (interest != null) {
			synchronized (this.lock) {
				attachPatterns(origin).add(interest);
				this.routes.evict(interest.pattern());
			}
		}
	}

	@Override
	public void removed(Origin<InterestEntry> origin, InterestEntry entry) {
		Interest interest = origin.isSelf() ? null : entry.interest();
		if (interest != null) {
			synchronized (this.lock) {
				attachPatterns(origin).remove(interest);
				this.routes.evict(interest.pattern());
			}
		}
	}

	@Override
	public void shown(Origin<InterestEntry> origin) {
		synchronized (this.lock) {
			this.origins.put(idOf(origin), origin);
			this.routes.clear();
		}
	}

	@Override
	public void current(Origin<InterestEntry> origin) {
		synchronized (this.lock) {
			attachPatterns(origin).setComplete();
			this.routes.clear();
		}
	}

	@Override
	public void gone(Origin<InterestEntry> origin, Entries<InterestEntry> entries, boolean wasVisible) {
		synchronized (this.lock) {
			origin.attach(null); // who has the patterns still may keep them
			this.routes.clear();
		}
	}

	@Override
	public void viewChanged(ClusterView view) {
		synchronized (this.lock) {
			this.handled = view;
			this.origins.values().removeIf((origin) -> origin.state() == Origin.State.GONE);
			this.routes.clear();
		}
	}

	@Override
	public void confirmed(long version) {
		this.confirmed.run();
	}

	private static MemberId idOf(Origin<InterestEntry> origin) {
		if (origin.member() == null) {
			throw new IllegalStateException("Another member without an id");
		}
		return origin.member().id();
	}

}
