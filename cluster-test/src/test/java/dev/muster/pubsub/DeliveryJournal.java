package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.test.simulation.SimulatedTransport;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was asked, what handlers got, and whether it may be. What must never be is noted,
 * since exceptions of handlers end at the bus.
 */
final class DeliveryJournal {

	private final Map<Long, List<DeliveryNode>> begun = new HashMap<>();

	private final Map<Long, List<Handled>> handled = new HashMap<>();

	/** A node that is stopped and started again is another member each time. */
	private final Map<MemberId, DeliveryNode> nodes = new HashMap<>();

	private final Map<CompletableFuture<?>, SimulatedTransport> futures = new HashMap<>();

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

	void requested(long number, SimulatedTransport asker, CompletableFuture<String> future) {
		this.futures.put(future, asker);
		future.whenComplete((reply, error) -> reply(number, reply, error, null));
	}

	void requestedOfAll(long number, SimulatedTransport asker, CompletableFuture<List<Reply<String>>> future) {
		this.toAll.add(number);
		this.futures.put(future, asker);
		future.thenAccept((replies) -> {
			Set<Member> members = new HashSet<>();
			for (Reply<String> reply : replies) {
				problemIf(!members.add(reply.member()), reply.member() + " replied twice to " + number);
				reply(number, reply.value(), reply.error(), reply.member());
			}
		});
	}

	private void reply(long number, @Nullable String reply, @Nullable Throwable error, @Nullable Member member) {
		List<DeliveryNode> begunBy = this.begun.getOrDefault(number, List.of());
		if (error == null) {
			this.replies++;
			problemIf(!("reply " + number).equals(reply), "request " + number + " got '" + reply + "'");
			problemIf(begunBy.isEmpty(), "request " + number + " got a reply that nobody gave");
			problemIf(member != null && !begunBy.contains(node(member)), member + " never got request " + number);
		}
		else if (error instanceof RemoteHandlerException remote) {
			problemIf(number % 7 != 0 || !remote.remoteMessage().equals("fails on " + number),
					"request " + number + " failed with " + remote.getMessage());
		}
		else if (error instanceof RequestRejectedException || error instanceof NoResponderException) {
			problemIf(member == null && !begunBy.isEmpty(), "request " + number + " was handled, not refused");
		}
	}

	void confirming(long number, SimulatedTransport publisher, CompletableFuture<DeliveryReport> future) {
		this.futures.put(future, publisher);
		future.thenAccept((report) -> report.verdicts().forEach((member, verdict) -> {
			boolean got = got(number, member);
			problemIf(verdict == DeliveryReport.Verdict.DELIVERED && !got,
					number + " is said to be delivered to " + member);
			problemIf(verdict == DeliveryReport.Verdict.NO_SUBSCRIBER && got && isOnce(member, report),
					number + " has a subscriber on " + member);
			this.delivered += (verdict == DeliveryReport.Verdict.DELIVERED) ? 1 : 0;
		}));
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
		this.futures.forEach((future, asker) -> assertThat(future.isDone() || asker.process().isKilled())
			.as("what %s asked is answered, or over", asker)
			.isTrue());
		assertThat(this.replies).as("replies").isPositive();
		assertThat(this.delivered).as("confirmed").isPositive();
	}

	private record Handled(String group, DeliveryNode node) {
	}

}
