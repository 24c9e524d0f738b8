package dev.muster.pubsub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was asked, what handlers got, and whether it may be. What must never be is noted,
 * since exceptions of handlers end at the bus.
 */
final class DeliveryJournal {

	/** What else a request may end in. */
	private static final List<Class<? extends Throwable>> ENDS = List.of(RequestTimeoutException.class,
			ResponderLeftException.class, RequestRejectedException.class, NoResponderException.class,
			NotRunningException.class, CancellationException.class);

	private final Map<Long, List<DeliveryNode>> begun = new HashMap<>();

	private final Map<Long, List<Handled>> handled = new HashMap<>();

	/** A node that is stopped and started again is another member each time. */
	private final Map<MemberId, DeliveryNode> nodes = new HashMap<>();

	private final Map<CompletableFuture<?>, Asked> futures = new HashMap<>();

	private final Set<Long> toAll = new HashSet<>();

	private final List<String> problems = new ArrayList<>();

	private long last;

	private long replies;

	private long delivered;

	long next() {
		return ++this.last;
	}

	/**
	 * A node is a member from now on.
	 */
	void joined(DeliveryNode node, MemberId member) {
		this.nodes.put(member, node);
	}

	void begun(long number, DeliveryNode node) {
		List<DeliveryNode> all = this.begun.computeIfAbsent(number, (key) -> new ArrayList<>());
		problemIf(all.contains(node), "request " + number + " came twice to " + node);
		problemIf(!all.isEmpty() && !this.toAll.contains(number), "request " + number + " came to two nodes");
		all.add(node);
	}

	void handled(long number, String group, DeliveryNode node) {
		problemIf(!group.isEmpty() && count(number, group) > 0, "message " + number + " came twice to group " + group);
		this.handled.computeIfAbsent(number, (key) -> new ArrayList<>()).add(new Handled(group, node));
	}

	/**
	 * Return how many subscriptions of a group got a message.
	 * @param group its name, or empty for those that are in none
	 */
	long count(long number, String group) {
		return this.handled.getOrDefault(number, List.of())
			.stream()
			.filter((handled) -> handled.group().equals(group))
			.count();
	}

	void requested(Asked asked, CompletableFuture<String> future) {
		this.futures.put(future, asked);
		future.whenComplete((reply, error) -> reply(asked, reply, error, null));
	}

	void requestedOfAll(Asked asked, CompletableFuture<List<Reply<String>>> future) {
		this.toAll.add(asked.number());
		this.futures.put(future, asked);
		future.whenComplete((replies, error) -> {
			ended(asked, error);
			if (replies != null) {
				Set<Member> members = new HashSet<>();
				for (Reply<String> reply : replies) {
					problemIf(!members.add(reply.member()), asked + " has two replies of " + reply.member());
					reply(asked, reply.value(), reply.error(), reply.member());
				}
			}
		});
	}

	private void reply(Asked asked, @Nullable String reply, @Nullable Throwable error, @Nullable Member member) {
		long number = asked.number();
		List<DeliveryNode> begunBy = this.begun.getOrDefault(number, List.of());
		ended(asked, error);
		if (error == null) {
			this.replies++;
			problemIf(!("reply " + number).equals(reply), asked + " got '" + reply + "'");
			problemIf(begunBy.isEmpty(), asked + " got a reply that nobody gave");
			problemIf(member != null && !begunBy.contains(node(member)), asked + " never came to " + member);
		}
		else if (error instanceof RequestTimeoutException && member != null) {
			timedOut(asked, member);
		}
		else if (error instanceof ResponderLeftException left) {
			left(asked, left.member());
		}
		else if (error instanceof RequestRejectedException || error instanceof NoResponderException) {
			problemIf(member == null && !begunBy.isEmpty(), asked + " was handled, not refused");
		}
	}

	/**
	 * A request came to an end, of itself or as to one of its members.
	 */
	private void ended(Asked asked, @Nullable Throwable error) {
		if (error instanceof RemoteHandlerException remote) {
			problemIf(
					asked.number() % 7 != 0 || !remote.remoteMessage().equals("fails on " + asked.number())
							|| !remote.exceptionType().equals(IllegalStateException.class.getName()),
					asked + " failed with " + remote);
		}
		else if (error instanceof RequestTimeoutException) {
			problemIf(asked.asker().now().isBefore(asked.deadline().minusMillis(1)),
					asked + " is over before its time");
		}
		else {
			problemIf(error != null && ENDS.stream().noneMatch((type) -> type.isInstance(error)),
					asked + " failed with " + error);
		}
	}

	private void timedOut(Asked asked, Member member) {
		problemIf(asked.asker().views().wasToldBetween(member.id(), asked.at(), asked.deadline()),
				asked + " still waited for " + member + " when it had left");
	}

	private void left(Asked asked, Member member) {
		problemIf(asked.view().contains(member.id()) && !asked.asker().views().mayBeGone(member.id(), asked.at()),
				asked + " takes " + member + " for departed");
	}

	void confirming(Asked asked, CompletableFuture<DeliveryReport> future) {
		this.futures.put(future, asked);
		future.whenComplete((report, error) -> {
			ended(asked, error);
			if (report != null) {
				report.verdicts().forEach((member, verdict) -> verdict(asked, report, member, verdict));
			}
		});
	}

	private void verdict(Asked asked, DeliveryReport report, Member member, DeliveryReport.Verdict verdict) {
		boolean got = got(asked.number(), member);
		switch (verdict) {
			case DELIVERED -> {
				this.delivered++;
				problemIf(!got, asked + " is said to be delivered to " + member);
			}
			case NO_SUBSCRIBER -> problemIf(got && isOnce(member, report), asked + " has a subscriber on " + member);
			case LEFT -> left(asked, member);
			case TIMED_OUT -> {
				problemIf(asked.asker().now().isBefore(asked.deadline().minusMillis(1)),
						asked + " is over before its time");
				timedOut(asked, member);
			}
			case REFUSED -> {
			}
		}
	}

	private boolean got(long number, Member member) {
		return this.handled.getOrDefault(number, List.of())
			.stream()
			.anyMatch((handled) -> handled.node().equals(node(member)));
	}

	/**
	 * A view may still have what a node was before it was started again.
	 */
	private boolean isOnce(Member member, DeliveryReport report) {
		return report.verdicts().keySet().stream().filter((each) -> node(each).equals(node(member))).count() == 1;
	}

	private DeliveryNode node(Member member) {
		return Objects.requireNonNull(this.nodes.get(member.id()));
	}

	private void problemIf(boolean condition, String problem) {
		if (condition) {
			this.problems.add(problem);
		}
	}

	/**
	 * Check what must hold at the end of the history.
	 */
	void verify() {
		assertThat(this.problems).isEmpty();
		this.futures.forEach((future, asked) -> assertThat(future.isDone() || asked.asker().isKilled())
			.as("%s is answered, or over", asked)
			.isTrue());
		assertThat(this.replies).as("replies").isPositive();
		assertThat(this.delivered).as("confirmed").isPositive();
	}

	/**
	 * What was asked.
	 *
	 * @param number its number
	 * @param asker who asked
	 * @param at when
	 * @param deadline how long an answer is waited for
	 * @param view the asker's view
	 */
	record Asked(long number, DeliveryNode asker, Instant at, Instant deadline, ClusterView view) {

		@Override
		public String toString() {
			return this.number + " of " + this.asker;
		}

	}

	private record Handled(String group, DeliveryNode node) {
	}

}
