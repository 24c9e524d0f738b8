package dev.muster.test.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * Which view an incarnation is in. A coordinator decides alone: it makes a view with the
 * next number and itself as the first member, and repeats it to each member until that
 * one has installed it. So number and coordinator name one set of members, always.
 *
 * <p>
 * Who is silent is seen by each node itself, from what really is
 * ({@link SilenceDetector}). The oldest member that a node neither misses nor knows to be
 * leaving is the one that acts; if that is the node itself, it takes over. What one-way
 * faults do to such a protocol is wanted: two coordinators at once, overlapping views, a
 * coordinator that nobody hears and that keeps its view. Merges repair it
 * ({@link Formation}).
 */
final class Membership {

	private static final int MAX_GOODBYES = 1000;

	private final Incarnation incarnation;

	private final Listener listener;

	private final SilenceDetector silence;

	private final Set<MemberId> goodbyes = new LinkedHashSet<>();

	private final Map<MemberId, Member> unconfirmed = new LinkedHashMap<>();

	private final Set<MemberId> rejecting = new HashSet<>();

	private Packet.@Nullable Install lastIssued;

	private @Nullable ClusterView view;

	private boolean leaving;

	Membership(Incarnation incarnation, Listener listener) {
		this.incarnation = incarnation;
		this.listener = listener;
		this.silence = new SilenceDetector(incarnation);
	}

	@Nullable ClusterView view() {
		return this.view;
	}

	boolean isCoordinator() {
		return this.view != null && this.view.coordinator().equals(this.incarnation.self());
	}

	void found() {
		issue(1, List.of(this.incarnation.self()), List.of());
	}

	/**
	 * Begin to look who is silent, and to repeat.
	 */
	void tick() {
		if (this.view != null) {
			this.silence.look(this.view);
			repeat();
			takeCare();
		}
		this.incarnation.schedule(this.incarnation.timings().tick(), this::tick);
	}

	private void repeat() {
		Packet.Install install = this.lastIssued;
		if (install != null && install.view().equals(this.view)) {
			this.unconfirmed.values().forEach((member) -> this.incarnation.send(member, install));
		}
	}

	/**
	 * The members that are neither silent nor leaving.
	 */
	private List<Member> stayers(ClusterView current) {
		return current.members()
			.stream()
			.filter((member) -> !this.silence.isSilent(member) && !this.goodbyes.contains(member.id()))
			.toList();
	}

	private void takeCare() {
		ClusterView current = this.view;
		if (current == null || this.leaving) {
			return;
		}
		List<Member> stayers = stayers(current);
		if (isActing(stayers) && stayers.size() < current.size()) {
			issue(current.number() + 1, stayers, List.of());
		}
	}

	private boolean isActing(List<Member> stayers) {
		return !stayers.isEmpty() && stayers.get(0).equals(this.incarnation.self());
	}

	/**
	 * A node asks to be let in.
	 */
	void join(Member joiner) {
		ClusterView current = this.view;
		if (current == null || this.leaving) {
			return;
		}
		List<Member> members = new ArrayList<>(stayers(current));
		if (!isActing(members)) {
			return; // the joiner will ask the coordinator
		}
		if (current.contains(joiner.id())) {
			repeat();
			return;
		}
		for (Member member : current.members()) {
			if (member.host().equals(joiner.host())) {
				members.remove(member); // an earlier incarnation, which is no more
			}
			else if (member.name().equals(joiner.name()) && this.incarnation.network().isAlive(member)) {
				this.incarnation.send(joiner, new Packet.NameTaken(member));
				this.listener.nameTaken(joiner);
				return;
			}
		}
		members.add(joiner);
		issue(current.number() + 1, members, List.of());
	}

	/**
	 * Make a view of one's own and others.
	 */
	void merge(Set<Member> others, Set<ClusterView> otherViews) {
		ClusterView current = this.view;
		if (current == null || this.leaving) {
			return;
		}
		Set<Member> members = new LinkedHashSet<>(stayers(current));
		others.stream().filter((member) -> !this.goodbyes.contains(member.id())).forEach(members::add);
		long number = current.number();
		List<ClusterView> parts = new ArrayList<>(List.of(current));
		for (ClusterView other : otherViews) {
			number = Math.max(number, other.number());
			parts.add(other);
		}
		issue(number + 1, List.copyOf(members), parts);
	}

	private void issue(long number, List<Member> members, List<ClusterView> parts) {
		ClusterView next = new ClusterView(number, this.incarnation.self(), members);
		Packet.Install install = new Packet.Install(next, List.copyOf(this.goodbyes), parts);
		this.lastIssued = install;
		this.unconfirmed.clear();
		for (Member member : members) {
			if (!member.equals(this.incarnation.self())) {
				this.unconfirmed.put(member.id(), member);
			}
		}
		install(install);
		repeat();
	}

	/**
	 * A coordinator says what the view is.
	 */
	void installCame(Member coordinator, Packet.Install install) {
		ClusterView current = this.view;
		ClusterView next = install.view();
		if (!next.equals(current) && !accepts(install)) {
			this.incarnation.send(coordinator, new Packet.Rejected(next.number()));
			return;
		}
		if (!next.equals(current)) {
			install(install);
		}
		this.incarnation.send(coordinator, new Packet.Installed(next.number()));
	}

	private boolean accepts(Packet.Install install) {
		ClusterView current = this.view;
		ClusterView next = install.view();
		if (!next.contains(this.incarnation.id())) {
			return false;
		}
		return current == null || (next.number() > current.number()
				&& (current.contains(next.coordinator().id()) || !install.parts().isEmpty()));
	}

	void installed(Member by, long number) {
		if (this.view != null && this.view.number() == number) {
			this.unconfirmed.remove(by.id());
		}
	}

	void rejected(Member by, long number) {
		if (isCoordinator() && this.view != null && this.view.number() == number) {
			this.unconfirmed.remove(by.id());
			this.rejecting.add(by.id());
		}
	}

	/**
	 * Return whether a node is, for good, not where this coordinator's view says that it
	 * is.
	 */
	boolean isApart(Member other, ClusterView otherView) {
		ClusterView current = this.view;
		if (current == null || otherView.equals(current)) {
			return false;
		}
		boolean late = otherView.number() < current.number() && current.contains(other.id())
				&& !this.rejecting.contains(other.id());
		return !late;
	}

	private void install(Packet.Install install) {
		ClusterView previous = this.view;
		ClusterView next = install.view();
		this.view = next;
		this.rejecting.clear();
		this.silence.watch(next);
		install.goodbyes().forEach(this::goodbye);
		ViewChange change = ViewChange.between(previous, next,
				(member) -> this.goodbyes.contains(member.id()) ? Departure.LEFT : Departure.FAILED, install.parts());
		this.incarnation.trace("installs view %s of %s", next.number(), next.members());
		this.listener.viewInstalled(change);
	}

	/**
	 * A member says goodbye.
	 */
	void goodbyeCame(Member leaver) {
		goodbye(leaver.id());
		this.incarnation.send(leaver, new Packet.GoodbyeHeard());
		takeCare();
	}

	private void goodbye(MemberId leaver) {
		if (this.goodbyes.size() >= MAX_GOODBYES) {
			this.goodbyes.remove(this.goodbyes.iterator().next()); // the oldest
		}
		this.goodbyes.add(leaver);
	}

	/**
	 * Decide nothing any more.
	 * @return who is to be told
	 */
	List<Member> leave() {
		this.leaving = true;
		if (this.view == null) {
			return List.of();
		}
		return stayers(this.view).stream().filter((member) -> !member.equals(this.incarnation.self())).toList();
	}

	/**
	 * Hears what changes.
	 */
	interface Listener {

		void viewInstalled(ViewChange change);

		void nameTaken(Member joiner);

	}

}
