package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.muster.MemberId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each member had for each other one, what arrived, and what was reported as lost.
 */
final class LossLedger {

	private final Map<Pair, Account> accounts = new HashMap<>();

	/** An exception in a handler would end at the bus. */
	private final List<String> problems = new ArrayList<>();

	private long numbers;

	long next() {
		return ++this.numbers;
	}

	/**
	 * A member is about to publish something for another one.
	 * @param topic the topic
	 * @param present whether that is in the publisher's view
	 */
	void published(MemberId publisher, MemberId receiver, String topic, long number, boolean present) {
		Account account = account(publisher, receiver);
		account.published++;
		account.numbers.put(number, topic);
		if (present) {
			account.owed++;
			account.awaited.add(number);
		}
	}

	/**
	 * A message arrived.
	 * @param receivers all that the receiver has been
	 */
	void received(MemberId publisher, List<MemberId> receivers, long number) {
		MemberId receiver = receivers.stream()
			.filter((id) -> account(publisher, id).numbers.containsKey(number))
			.reduce((one, two) -> two)
			.orElseThrow();
		Account account = account(publisher, receiver);
		String topic = account.numbers.get(number);
		long last = account.last.getOrDefault(topic, 0L);
		if (number <= last) {
			this.problems.add("Message " + number + " of " + publisher + " to " + topic + " came after " + last);
		}
		account.last.put(topic, number);
		account.awaited.remove(number);
		account.received++;
	}

	void lost(MemberId publisher, MemberId receiver, MessagesLost lost) {
		Account account = account(publisher, receiver);
		long lostTo = account.lostTo.getOrDefault(String.valueOf(lost.topics()), 0L);
		if (lost.from() <= lostTo && !"**".equals(lost.topics())) { // any of the rings
			this.problems.add(lost + " was reported to " + receiver + " after " + lostTo);
		}
		account.lostTo.put(String.valueOf(lost.topics()), lost.to());
		account.lost += lost.count();
	}

	private Account account(MemberId publisher, MemberId receiver) {
		return this.accounts.computeIfAbsent(new Pair(publisher, receiver), (pair) -> new Account());
	}

	long received() {
		return this.accounts.values().stream().mapToLong((account) -> account.received).sum();
	}

	long lost() {
		return this.accounts.values().stream().mapToLong((account) -> account.lost).sum();
	}

	/**
	 * Check all that happened.
	 * @param survivors who lives, in one view, with nothing left to do
	 */
	void verify(List<LossyNode> survivors) {
		assertThat(this.problems).isEmpty();
		this.accounts.forEach((pair, account) -> assertThat(account.received + account.lost)
			.as("received %s and lost %s of %s", account.received, account.lost, pair)
			.isLessThanOrEqualTo(account.published));
		for (LossyNode publisher : survivors) {
			for (LossyNode receiver : survivors) {
				if (publisher != receiver) {
					Account account = account(publisher.id(), receiver.id());
					assertThat(account.received + account.lost)
						.as("received %s and lost %s by %s of %s to %s for it", account.received, account.lost,
								receiver, publisher, account.owed)
						.isGreaterThanOrEqualTo(account.owed)
						.isEqualTo(publisher.drawnFor(receiver));
				}
			}
		}
	}

	/**
	 * Check that all of some topics arrived that was published while its receiver was in
	 * the publisher's view.
	 */
	void verifyComplete(List<LossyNode> survivors, Predicate<String> topics) {
		for (LossyNode publisher : survivors) {
			for (LossyNode receiver : survivors) {
				Account account = account(publisher.id(), receiver.id());
				assertThat(account.awaited).filteredOn((number) -> topics.test(account.numbers.get(number)))
					.as("what %s published and %s did not get", publisher, receiver)
					.isEmpty();
				assertThat(account.lostTo.keySet()).as("lost of %s by %s", publisher, receiver)
					.allMatch("null"::equals);
			}
		}
	}

	private record Pair(MemberId publisher, MemberId receiver) {
	}

	private static final class Account {

		/** What was published for it since the publisher had met it. */
		private long published;

		private final Map<Long, String> numbers = new HashMap<>();

		private final Set<Long> awaited = new HashSet<>();

		/** What was published while it was in the publisher's view. */
		private long owed;

		private long received;

		private long lost;

		private final Map<String, Long> last = new HashMap<>();

		/** By ring. */
		private final Map<String, Long> lostTo = new HashMap<>();

	}

}
