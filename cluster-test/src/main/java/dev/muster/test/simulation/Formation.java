package dev.muster.test.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * How nodes find one another: a joining node asks who is there, then joins the largest
 * cluster, or founds one if no older node is about to. A coordinator asks from time to
 * time, and merges with those whose view is another one; if there are several
 * coordinators, the oldest does.
 */
final class Formation {

	private static final int JOINS_BEFORE_FOUNDING = 5;

	private static final int MAX_DELAYS = 2;

	private final Incarnation incarnation;

	private final Membership membership;

	private final Map<MemberId, Answer> answers = new LinkedHashMap<>();

	private long query;

	private int joins;

	private int delays;

	Formation(Incarnation incarnation, Membership membership) {
		this.incarnation = incarnation;
		this.membership = membership;
	}

	/**
	 * Begin to join, and to look for others ever after.
	 */
	void begin() {
		ask(this::decide);
	}

	private void ask(Runnable then) {
		this.answers.clear();
		this.query = this.incarnation.network().nextNumber();
		Packet.Probe probe = new Packet.Probe(this.query);
		Duration wait = this.incarnation.timings().probeWait();
		this.incarnation.sendToAll(probe);
		// Some may be lost, and the last ones must leave time for an answer
		this.incarnation.schedule(wait.dividedBy(6), () -> this.incarnation.sendToAll(probe));
		this.incarnation.schedule(wait.dividedBy(3), () -> this.incarnation.sendToAll(probe));
		this.incarnation.schedule(wait, then);
	}

	void probeCame(Member from, Packet.Probe probe) {
		this.incarnation.send(from,
				new Packet.Presence(probe.query(), this.incarnation.birth(), this.membership.view()));
	}

	void presenceCame(Member from, Packet.Presence presence) {
		if (presence.query() == this.query) {
			this.answers.put(from.id(), new Answer(from, presence.birth(), presence.view()));
		}
	}

	private void decide() {
		if (this.membership.view() != null) {
			lookForOthersLater();
			return;
		}
		Answer member = largestCluster();
		boolean olderJoins = this.answers.values()
			.stream()
			.anyMatch((answer) -> answer.view() == null && answer.birth() < this.incarnation.birth());
		if (member != null && member.view() != null && this.joins < JOINS_BEFORE_FOUNDING) {
			this.joins++;
			this.incarnation.send(member.view().coordinator(), new Packet.Join());
			this.incarnation.schedule(this.incarnation.timings().joinRetry(), this::begin);
		}
		else if (olderJoins) {
			begin();
		}
		else {
			this.membership.found();
			lookForOthersLater();
		}
	}

	private @Nullable Answer largestCluster() {
		return this.answers.values()
			.stream()
			.filter((answer) -> answer.view() != null)
			.max(Comparator.comparing(Answer::size).thenComparing(Answer::birth, Comparator.reverseOrder()))
			.orElse(null);
	}

	private void lookForOthersLater() {
		long interval = this.incarnation.timings().mergeInterval().toNanos();
		this.incarnation.schedule(interval + this.incarnation.simulation().random().nextLong(interval),
				this::lookForOthers);
	}

	private void lookForOthers() {
		if (this.membership.isCoordinator()) {
			ask(this::merge);
		}
		else {
			lookForOthersLater();
		}
	}

	private void merge() {
		Set<Member> others = new LinkedHashSet<>();
		Set<ClusterView> views = new LinkedHashSet<>();
		boolean leader = this.membership.isCoordinator();
		for (Answer answer : this.answers.values()) {
			ClusterView view = answer.view();
			if (view != null && this.membership.isApart(answer.member(), view)) {
				views.add(view);
				others.add(answer.member());
				if (view.coordinator().equals(answer.member())) {
					view.members().stream().filter((member) -> mayBeIn(view, member)).forEach(others::add);
					leader &= answer.birth() > this.incarnation.birth();
				}
			}
		}
		if (leader && isAnswered(views)) {
			this.membership.merge(others, views);
		}
		lookForOthersLater();
	}

	// A coordinator speaks for its members, unless they say otherwise
	private boolean mayBeIn(ClusterView view, Member member) {
		Answer answer = this.answers.get(member.id());
		return (answer != null) ? view.equals(answer.view()) : !member.equals(this.incarnation.self());
	}

	// A coordinator whose members answer, but not it, may be about to merge itself
	private boolean isAnswered(Set<ClusterView> views) {
		if (views.isEmpty()) {
			return false;
		}
		if (views.stream().allMatch((view) -> this.answers.containsKey(view.coordinator().id()))) {
			this.delays = 0;
			return true;
		}
		return ++this.delays > MAX_DELAYS;
	}

	private record Answer(Member member, long birth, @Nullable ClusterView view) {

		int size() {
			return (this.view != null) ? this.view.size() : 0;
		}

	}

}
