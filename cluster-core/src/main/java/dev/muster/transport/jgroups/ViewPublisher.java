package dev.muster.transport.jgroups;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.transport.ViewChange;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the engine's views, which know addresses only, into ours, which know members. A
 * view is told as soon as all its members have introduced themselves, and at the latest
 * after a grace period with those that have: a member that hangs must not hide that
 * another one is gone. The rest follow when they introduce themselves, in the same view.
 */
final class ViewPublisher {

	/** How long a view may wait for introductions. */
	static final long GRACE_MILLIS = 500;

	private static final Logger logger = LoggerFactory.getLogger(ViewPublisher.class);

	private final Function<Address, @Nullable Member> directory;

	private final Function<Member, Departure> reason;

	private final TransportParts parts;

	private final BiConsumer<ClusterView, List<Member>> published;

	private final Consumer<List<Address>> silent;

	private volatile @Nullable View engineView;

	private volatile @Nullable ClusterView current;

	// The rest belongs to the membership thread

	private @Nullable View pending;

	private @Nullable Future<?> grace;

	private List<ClusterView> mergedParts = List.of();

	ViewPublisher(Function<Address, @Nullable Member> directory, Function<Member, Departure> reason,
			TransportParts parts, BiConsumer<ClusterView, List<Member>> published, Consumer<List<Address>> silent) {
		this.directory = directory;
		this.reason = reason;
		this.parts = parts;
		this.published = published;
		this.silent = silent;
	}

	@Nullable ClusterView current() {
		return this.current;
	}

	@Nullable View engineView() {
		return this.engineView;
	}

	/** The engine has a new view. */
	void engineView(View view) {
		this.engineView = view;
		submit(() -> {
			if (this.pending != null) {
				publish(this.pending, known(this.pending)); // who is gone since must be
															// told
			}
			this.pending = view;
			this.mergedParts = List.of();
			cancelGrace();
			advance();
		});
	}

	/** Somebody introduced itself. */
	void introduced() {
		submit(this::advance);
	}

	private void submit(Runnable task) {
		try {
			this.parts.membership().execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The node stopped before a view could be told");
		}
	}

	private void advance() {
		View view = this.pending;
		if (view == null) {
			return;
		}
		List<Member> known = known(view);
		if (known.size() == view.size()) {
			this.pending = null;
			cancelGrace();
			publish(view, known);
		}
		else if (this.grace == null) {
			this.grace = this.parts.membership().schedule(this::graceIsOver, GRACE_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void graceIsOver() {
		this.grace = null;
		View view = this.pending;
		if (view != null) {
			publish(view, known(view));
			List<Address> unknown = new ArrayList<>(view.getMembers());
			unknown.removeIf((address) -> this.directory.apply(address) != null);
			this.silent.accept(unknown);
			advance(); // and again until they answer or are excluded
		}
	}

	private void cancelGrace() {
		if (this.grace != null) {
			this.grace.cancel(false);
			this.grace = null;
		}
	}

	private List<Member> known(View view) {
		List<Member> members = new ArrayList<>(view.size());
		for (Address address : view.getMembers()) {
			Member member = this.directory.apply(address);
			if (member != null) {
				members.add(member);
			}
		}
		return members;
	}

	private void publish(View view, List<Member> members) {
		ClusterView before = this.current;
		long number = view.getViewId().getId();
		if (members.isEmpty() || (before != null && before.number() == number && before.members().equals(members))) {
			return;
		}
		ClusterView now = new ClusterView(number, members.get(0), members);
		List<ClusterView> merged = List.of();
		if (view instanceof MergeView merge && this.mergedParts.isEmpty()) {
			merged = parts(merge);
			this.mergedParts = merged;
		}
		ViewChange change = ViewChange.between(before, now, this.reason, merged);
		this.current = now;
		this.parts.listeners().tell(change);
		this.published.accept(now, change.joined());
	}

	private List<ClusterView> parts(MergeView merge) {
		List<ClusterView> result = new ArrayList<>();
		for (View part : merge.getSubgroups()) {
			List<Member> members = known(part);
			if (!members.isEmpty()) {
				result.add(new ClusterView(part.getViewId().getId(), members.get(0), members));
			}
		}
		return result;
	}

}
