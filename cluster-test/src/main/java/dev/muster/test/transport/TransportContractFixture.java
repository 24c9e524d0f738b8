package dev.muster.test.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.transport.ClusterTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an implementation gives to be tested, and what the tests need to say what they
 * expect.
 */
abstract class TransportContractFixture {

	/**
	 * Name of the cluster that all nodes of a test are in, but strangers.
	 */
	static final String CLUSTER = "contract";

	/**
	 * The channel that an {@link ObservedTransport} has open.
	 */
	static final int CHANNEL = ObservedTransport.CHANNEL;

	private final List<ObservedTransport> observed = new CopyOnWriteArrayList<>();

	/**
	 * Make a transport, not started, that finds all others which this test makes.
	 * @param name the node's name
	 * @param clusterName the cluster's name
	 * @param metadata the node's metadata
	 * @return the transport
	 */
	protected abstract ClusterTransport create(String name, String clusterName, Map<String, String> metadata);

	/**
	 * Return how long to wait for what must happen. Generous: it is only used up by a
	 * failure.
	 * @return the deadline
	 */
	protected Duration deadline() {
		return Duration.ofSeconds(60);
	}

	/**
	 * Wait for a condition; fail after the {@link #deadline()}. Also called inside
	 * receivers, which blocks them.
	 * @param what what is waited for, for the failure's message
	 * @param condition the condition
	 */
	protected void await(String what, BooleanSupplier condition) {
		Awaitility.await(what)
			.atMost(deadline())
			.pollInterval(Duration.ofMillis(5))
			.until(() -> condition.getAsBoolean());
	}

	/**
	 * Run actions at the same time; return when all have ended.
	 * @param actions the actions
	 */
	protected void together(List<Runnable> actions) {
		List<CompletableFuture<Void>> running = actions.stream()
			.map((action) -> CompletableFuture.runAsync(action, (task) -> new Thread(task, "contract").start()))
			.toList();
		CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
			.orTimeout(deadline().toMillis(), TimeUnit.MILLISECONDS)
			.join();
	}

	/**
	 * End a node as kill -9 does: without a goodbye. Afterwards {@code stop()} on it must
	 * do no harm.
	 * @param transport the node's transport
	 */
	protected void crash(ClusterTransport transport) {
		Assumptions.abort("This implementation's test cannot crash a node");
	}

	/**
	 * Part the network: nothing passes from one part to another.
	 * @param parts the parts, which hold all nodes of the test
	 */
	protected void partition(List<List<ClusterTransport>> parts) {
		Assumptions.abort("This implementation's test cannot part the network");
	}

	/**
	 * End the partition.
	 */
	protected void heal() {
		Assumptions.abort("This implementation's test cannot part the network");
	}

	@AfterEach
	void stopAllAndCheckWhatTheySaw() {
		List<Throwable> failures = new ArrayList<>();
		for (ObservedTransport node : this.observed) {
			try {
				node.transport().stop();
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		}
		assertThat(failures).as("failures to stop").isEmpty();
		this.observed.forEach(ObservedTransport::verify);
	}

	/**
	 * Make a node of {@link #CLUSTER}, not started.
	 */
	final ObservedTransport node(String name) {
		return observe(create(name, CLUSTER, Map.of()));
	}

	final ObservedTransport observe(ClusterTransport transport) {
		ObservedTransport node = new ObservedTransport(transport);
		this.observed.add(node);
		return node;
	}

	/**
	 * Make nodes called a, b, c, ..., start them one after the other, and wait until all
	 * have the same view.
	 */
	final List<ObservedTransport> cluster(int size) {
		List<ObservedTransport> nodes = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			ObservedTransport node = node(String.valueOf((char) ('a' + i)));
			node.transport().start();
			nodes.add(node);
			awaitOneView(nodes);
		}
		return nodes;
	}

	/**
	 * Wait until these nodes, and no others, share a view.
	 */
	final ClusterView awaitOneView(List<ObservedTransport> nodes) {
		await("one view of " + nodes, () -> oneView(nodes));
		return nodes.get(0).transport().view();
	}

	final ClusterView awaitOneView(ObservedTransport... nodes) {
		return awaitOneView(Arrays.asList(nodes));
	}

	private static boolean oneView(List<ObservedTransport> nodes) {
		if (!nodes.stream().allMatch((node) -> node.transport().isRunning())) {
			return false;
		}
		ClusterView view = nodes.get(0).transport().view();
		List<Member> members = nodes.stream().map((node) -> node.transport().self()).toList();
		return view.size() == nodes.size() && view.members().containsAll(members)
				&& nodes.stream().allMatch((node) -> node.transport().view().equals(view));
	}

	final void partitionInto(List<ObservedTransport> first, List<ObservedTransport> second) {
		partition(List.of(transports(first), transports(second)));
	}

	static List<ClusterTransport> transports(List<ObservedTransport> nodes) {
		return nodes.stream().map(ObservedTransport::transport).toList();
	}

}
