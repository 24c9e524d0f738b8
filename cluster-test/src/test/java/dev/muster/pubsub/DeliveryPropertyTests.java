package dev.muster.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.test.simulation.MembershipTimings;
import dev.muster.test.simulation.RandomFaults;
import dev.muster.test.simulation.Seeds;
import dev.muster.test.simulation.SimulatedNetwork;
import dev.muster.test.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests, confirmed messages and groups in random histories: everything asked ends,
 * requests are handled once at the most, each group gets a message once at the most, a
 * reply is the reply, and a report is true.
 */
class DeliveryPropertyTests {

	private static final int STEPS = 40;

	private static final Duration LONG = Duration.ofMinutes(1);

	@Test
	void promisesHoldInRandomHistories() {
		Seeds.each(150, (seed) -> run(seed, false));
	}

	@Test
	void promisesHoldWhereAllIsSentInOneStream() {
		Seeds.each(50, (seed) -> run(seed, true));
	}

	private void run(long seed, boolean multicasts) {
		Simulation simulation = new Simulation(seed);
		try {
			new History(simulation, multicasts).run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "\n" + simulation.trace(), ex);
		}
	}

	private static final class History {

		private static final PubSubSettings SETTINGS = new PubSubSettings(null, 10_000, Overflow.FAIL, Duration.ZERO,
				PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);

		private final DeliveryJournal journal = new DeliveryJournal();

		private final Simulation simulation;

		private final RandomFaults<DeliveryNode> faults;

		History(Simulation simulation, boolean multicasts) {
			this.simulation = simulation;
			this.faults = new RandomFaults<>(
					new SimulatedNetwork(simulation, MembershipTimings.random(simulation.random())), "cluster",
					2 + simulation.random().nextInt(4),
					(transport) -> new DeliveryNode(this.journal, transport, SETTINGS, multicasts));
		}

		void run() {
			for (int i = 0; i < STEPS; i++) {
				this.faults.active().forEach(DeliveryNode::act);
				this.faults.step();
			}
			ClusterView view = this.faults.calm(Duration.ofMinutes(5));
			this.simulation.runFor(Duration.ofMinutes(3));
			verifyCalm(view);
			this.journal.verify();
		}

		private void verifyCalm(ClusterView view) {
			List<DeliveryNode> nodes = this.faults.active();
			List<CompletableFuture<String>> requests = new ArrayList<>();
			List<CompletableFuture<List<Reply<String>>>> replies = new ArrayList<>();
			List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
			List<Long> published = new ArrayList<>();
			for (DeliveryNode node : nodes) {
				requests.add(node.request(PublishOptions.defaults(), LONG));
				replies.add(node.requestAll(LONG));
				reports.add(node.confirm(PublishOptions.defaults(), LONG));
				published.add(node.publish(PublishOptions.defaults()));
			}
			this.simulation.runFor(LONG.multipliedBy(2));
			List<Member> responders = nodes.stream()
				.filter((node) -> node.count(DeliveryNode.RESPONDER) > 0)
				.map(DeliveryNode::self)
				.toList();
			Class<?> failure = responders.isEmpty() ? NoResponderException.class : RemoteHandlerException.class;
			for (CompletableFuture<String> request : requests) {
				if (responders.isEmpty() || request.isCompletedExceptionally()) {
					assertThat(request).failsWithin(Duration.ZERO)
						.withThrowableThat()
						.havingCause()
						.isInstanceOf(failure);
				}
				else {
					assertThat(request).isCompleted();
				}
			}
			assertThat(replies).allSatisfy((all) -> assertThat(all).isCompletedWithValueMatching(
					(list) -> list.stream().map(Reply::member).collect(Collectors.toSet()).containsAll(responders)
							&& list.size() == responders.size(),
					"replies of " + responders));
			for (CompletableFuture<DeliveryReport> report : reports) {
				assertThat(report).isCompleted();
				assertThat(report.join().verdicts().keySet()).containsExactlyElementsOf(view.members());
				assertThat(report.join().isComplete()).as("%s", report.join()).isTrue();
			}
			published.forEach((number) -> verifyGroups(number, nodes));
			for (DeliveryNode node : nodes) {
				assertThat(node.responders())
					.containsExactlyInAnyOrderElementsOf(responders.stream().map(Member::id).toList());
				assertThat(node.statistics().open()).isZero();
				assertThat(node.statistics().serving()).isZero();
			}
		}

		private void verifyGroups(long number, List<DeliveryNode> nodes) {
			for (String group : DeliveryNode.GROUPS) {
				boolean wanted = nodes.stream().anyMatch((node) -> node.count(group) > 0);
				assertThat(this.journal.count(number, group)).as("%s to %s", number, group).isEqualTo(wanted ? 1 : 0);
			}
			assertThat(this.journal.count(number, "")).as("%s to all", number)
				.isEqualTo(nodes.stream().mapToLong((node) -> node.count("")).sum());
		}

	}

}
