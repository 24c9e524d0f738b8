package dev.muster.transport.jgroups;

import java.time.Duration;
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
 * view is told once all its members have introduced themselves, so that the same number
 * and coordinator mean the same members everywhere; one that is overtaken by the next
 * before that is never told. A member that hangs is excluded by failure detection, which
 * is another view. If it is not, the view is told without those that never said who they
 * are, so that nobody can stop the others by his silence; whoever says so later is told
 * then, under the same number.
 */
final class ViewPublisher {

	/** How often those that have not introduced themselves are asked to. */
	static final long REMINDER_MILLIS = 500;

	private static final Logger logger = LoggerFactory.getLogger(ViewPublisher.class);

	private final Function<Address, @Nullable Member> directory;

	private final Function<Member, Departure> reason;

	private final TransportParts parts;

	private final BiConsumer<ClusterView, List<Member>> published;

	private final Consumer<List<Address>> remind;

	private final long patience;

	private volatile @Nullable View engineView;

	private volatile @Nullable ClusterView current;

	// The rest belongs to the membership thread

	private @Nullable View pending;

	private @Nullable MergeView merge;

	private @Nullable Future<?> reminder;

	private long waited;

	ViewPublisher(Function<Address, @Nullable Member> directory, Function<Member, Departure> reason,
			TransportParts parts, BiConsumer<ClusterView, List<Member>> published, Consumer<List<Address>> remind,
			Duration patience) {
		this.directory = directory;
		this.reason = reason;
		this.parts = parts;
		this.published = published;
		this.remind = remind;
		this.patience = patience.toMillis();
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
			this.pending = view;
			this.waited = 0;
			if (view instanceof MergeView merged) {
				this.merge = merged;
			}
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
			publish(view, known);
			return;
		}
		if (this.waited >= this.patience) {
			publish(view, known);
		}
		if (this.reminder == null) {
			this.reminder = this.parts.membership().schedule(this::remind, REMINDER_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void remind() {
		this.reminder = null;
		View view = this.pending;
		if (view != null) {
			this.waited += REMINDER_MILLIS;
			List<Address> unknown = new ArrayList<>(view.getMembers());
			unknown.removeIf((address) -> this.directory.apply(address) != null);
			this.remind.accept(unknown);
			advance();
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
		if (members.isEmpty()) {
			return;
		}
		ClusterView before = this.current;
		ClusterView now = new ClusterView(view.getViewId().getId(), members.get(0), members);
		if (now.equals(before)) {
			return; // told already, and who was missing still is
		}
		List<ClusterView> merged = (this.merge != null) ? parts(this.merge) : List.of();
		this.merge = null;
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
