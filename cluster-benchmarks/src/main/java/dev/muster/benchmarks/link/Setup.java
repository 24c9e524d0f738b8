package dev.muster.benchmarks.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process of a trial needs to know.
 *
 * @param cluster the cluster's name
 * @param place the process's place, from 0
 * @param directory where the processes of one trial find one another
 * @param address its address
 * @param ports free ports, one for each process; then that of the broker, if there is one
 * @param traffic who publishes what
 * @param virtualThreads whether to use virtual threads where the bus has a choice
 */
public record Setup(String cluster, int place, Path directory, String address, List<Integer> ports, Traffic traffic,
		boolean virtualThreads) {

	/** How many processes there are. */
	public static final int PROCESSES = 3;

	/** The process that answers requests; the first asks. */
	public static final int RESPONDER = 1;

	public Setup {
		ports = List.copyOf(ports);
	}

	/**
	 * Return the process's name.
	 * @return a name that no other process of the trial has
	 */
	public String name() {
		return name(this.place);
	}

	/**
	 * Return a process's name.
	 * @param place its place
	 * @return the name
	 */
	public static String name(int place) {
		return "process" + place;
	}

	/**
	 * Return the process's port.
	 * @return a port that was free
	 */
	public int port() {
		return this.ports.get(this.place);
	}

	/**
	 * Return the broker's port.
	 * @return the port
	 */
	public int brokerPort() {
		return this.ports.get(PROCESSES);
	}

	/**
	 * Return what a topic is called.
	 * @param topic its number
	 * @return its name
	 */
	public static String topic(int topic) {
		return "bench.topic." + topic;
	}

	/**
	 * Return the names of all topics, so that none is made for each message.
	 * @return the names, at the topics' numbers
	 */
	public String[] topicNames() {
		String[] names = new String[this.traffic.topics() + PROCESSES];
		for (int i = 0; i < names.length; i++) {
			names[i] = topic(i);
		}
		return names;
	}

	/**
	 * Return what this process subscribes to.
	 * @return numbers of topics
	 */
	public List<Integer> subscribed() {
		List<Integer> result = new ArrayList<>(this.traffic.received(this.place));
		if (this.traffic.window() > 0 && this.place < this.traffic.publishers()) {
			result.add(this.traffic.receipts(this.place));
		}
		return result;
	}

}
