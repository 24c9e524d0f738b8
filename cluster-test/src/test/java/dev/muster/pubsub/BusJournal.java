package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that was published, and all that subscriptions got, in one order; and whether it
 * may be.
 */
final class BusJournal {

	private final Map<MemberId, Life> lives = new HashMap<>();

	private final Map<Long, Published> messages = new HashMap<>();

	private final List<TrackedSubscription> subscriptions = new ArrayList<>();

	private long tick;

	long tick() {
		return ++this.tick;
	}

	/**
	 * A view is in force at a member.
	 */
	void viewInForce(MemberId id, ViewChange change) {
		life(id).changes.add(new Step(tick(), change));
	}

	/**
	 * A member is about to publish.
	 * @return the message's number, to be its payload
	 */
	long publishing(Member publisher, ClusterView view, String topic, @Nullable MemberId only, boolean others) {
		long number = tick();
		this.messages.put(number, new Published(number, publisher.id(), view, topic, only, others));
		return number;
	}

	void subscribed(TrackedSubscription subscription) {
		this.subscriptions.add(subscription);
	}

	List<String> problems() {
		return this.subscriptions.stream().flatMap((subscription) -> subscription.problems().stream()).toList();
	}

	Published message(long number) {
		Published message = this.messages.get(number);
		assertThat(message).as("message %s was published", number).isNotNull();
		return message;
	}

	private Life life(MemberId id) {
		return this.lives.computeIfAbsent(id, (key) -> new Life());
	}

	/**
	 * Check that nothing is missing.
	 * @param survivors who lives at the end of the history
	 * @return how many deliveries were required
	 */
	long verify(Collection<MemberId> survivors) {
		long required = 0;
		for (TrackedSubscription subscription : this.subscriptions) {
			MemberId owner = subscription.node().id();
			if (owner != null && survivors.contains(owner) && subscription.isOpen()) {
				Set<Long> received = new HashSet<>(subscription.received());
				for (Published message : this.messages.values()) {
					if (survivors.contains(message.publisher()) && subscription.wants(message)
							&& isOwed(message, subscription, owner)) {
						required++;
						assertThat(received.contains(message.number()))
							.as("%s of %s arrives at %s of %s; publisher %s; subscriber %s", message,
									message.publisher(), subscription, owner, life(message.publisher()), life(owner))
							.isTrue();
					}
				}
			}
		}
		return required;
	}

	/**
	 * Whether a message must arrive: its publisher and the subscriber have one another
	 * and stay together, and the publisher had to know the subscription at some time, or
	 * they met for the first time after it was opened.
	 */
	private boolean isOwed(Published message, TrackedSubscription subscription, MemberId owner) {
		long published = message.number();
		MemberId from = message.publisher();
		if (published < subscription.opened() || from.equals(owner)) {
			return published > subscription.opened();
		}
		Life publisher = life(from);
		Life subscriber = life(owner);
		if (!message.view().contains(owner) || publisher.dropsAfter(owner, published)
				|| subscriber.dropsAfter(from, published)) {
			return false;
		}
		Step met = subscriber.lastJoin(from);
		boolean together = met != null && (met.tick() < published || met.change().current().equals(message.view()));
		boolean known = subscription.live() < published && subscriber.has(from, subscription.live());
		return together && (known || subscriber.firstJoin(from) > subscription.opened());
	}

	/**
	 * The views of one member.
	 */
	static final class Life {

		private final List<Step> changes = new ArrayList<>();

		boolean dropsAfter(MemberId other, long moment) {
			return this.changes.stream().anyMatch((step) -> step.tick() > moment && step.drops(other));
		}

		@Nullable Step lastJoin(MemberId other) {
			return this.changes.stream().filter((step) -> step.joins(other)).reduce((one, two) -> two).orElse(null);
		}

		long firstJoin(MemberId other) {
			return this.changes.stream().filter((step) -> step.joins(other)).findFirst().map(Step::tick).orElse(0L);
		}

		boolean has(MemberId other, long moment) {
			boolean present = false;
			for (Step step : this.changes) {
				if (step.tick() <= moment) {
					present = step.change().current().contains(other);
				}
			}
			return present;
		}

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder();
			this.changes.forEach((step) -> text.append("\n  ")
				.append(step.tick())
				.append(": ")
				.append(step.change().current().number())
				.append(' ')
				.append(step.change().current().members().stream().map(Member::name).toList()));
			return text.append('\n').toString();
		}

	}

	private record Step(long tick, ViewChange change) {

		boolean joins(MemberId other) {
			return this.change.joined().stream().anyMatch((member) -> member.id().equals(other));
		}

		boolean drops(MemberId other) {
			return this.change.departed().stream().anyMatch((departed) -> departed.member().id().equals(other));
		}

	}

	/**
	 * A message.
	 *
	 * @param number its number, which rises from message to message
	 * @param publisher who published it
	 * @param view the publisher's view at that moment
	 * @param topic its topic
	 * @param only the one member that it is for, if it is for one
	 * @param others whether it is not for the publisher's own subscriptions
	 */
	record Published(long number, MemberId publisher, ClusterView view, String topic, @Nullable MemberId only,
			boolean others) {

		@Override
		public String toString() {
			return "message " + this.number + " to " + this.topic;
		}

	}

}
