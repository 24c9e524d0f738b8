package dev.muster.benchmarks.link;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Who publishes what to whom. With one topic it is to all others; with several the first
 * process publishes to all of them in turn, and each has one subscriber.
 *
 * @param publishers how many processes publish: the first ones; one that publishes alone
 * does not receive
 * @param topics how many topics there are
 * @param window how many messages a publisher may be ahead of the receivers, who tell it
 * by receipts; 0 for a peer that holds a publisher back by itself
 */
public record Traffic(int publishers, int topics, int window) {

	/** One publishes to the two others. */
	public static final Traffic ONE_TO_ALL = new Traffic(1, 1, 0);

	public Traffic {
		if (publishers < 1 || publishers > Setup.PROCESSES || topics < 1 || (topics > 1 && publishers > 1)) {
			throw new IllegalArgumentException(publishers + " publishers and " + topics + " topics");
		}
	}

	/**
	 * Hold the publishers back.
	 * @param messages the window
	 * @return such traffic
	 */
	public Traffic withWindow(int messages) {
		return new Traffic(this.publishers, this.topics, messages);
	}

	/**
	 * Return what a process receives.
	 * @param place its place
	 * @return the topics' numbers
	 */
	public List<Integer> received(int place) {
		if (this.publishers == 1 && place == 0) {
			return List.of();
		}
		if (this.topics == 1) {
			return List.of(0);
		}
		return IntStream.range(0, this.topics).filter((topic) -> subscriber(topic) == place).boxed().toList();
	}

	private static int subscriber(int topic) {
		return 1 + topic % (Setup.PROCESSES - 1);
	}

	/**
	 * Return who else receives a topic.
	 * @param topic the topic's number
	 * @param place a process
	 * @return how many other processes do
	 */
	public int otherReceivers(int topic, int place) {
		if (this.topics > 1) {
			return (subscriber(topic) == place) ? 0 : 1;
		}
		return (this.publishers > 1 || place == 0) ? Setup.PROCESSES - 1 : Setup.PROCESSES - 2;
	}

	/**
	 * Return how many of a publisher's messages a process is to receive.
	 * @param place the process
	 * @param published how many were published
	 * @return how many
	 */
	public long share(int place, long published) {
		return received(place).stream().mapToLong((topic) -> (published - topic + this.topics - 1) / this.topics).sum();
	}

	/**
	 * Return how many receive each message.
	 * @return how many
	 */
	public int copies() {
		return (this.topics > 1) ? 1 : Setup.PROCESSES - 1;
	}

	/**
	 * Return the topic under which a publisher is told what has arrived.
	 * @param publisher its place
	 * @return the topic's number
	 */
	public int receipts(int publisher) {
		return this.topics + publisher;
	}

}
