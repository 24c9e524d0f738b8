package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that start on a simulated network with seeded delays, and decide by
 * {@link Rendezvous}. Joining takes a while, as in the engine. Nothing here is real but
 * the decisions.
 */
final class RendezvousSimulation {

	static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);

	static final Duration SEED_TIMEOUT = Duration.ofSeconds(10);

	private static final long MILLI = 1_000_000;

	private final Random random;

	private final double loss;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final Map<InetSocketAddress, Node> listening = new HashMap<>();

	private final List<Node> nodes = new ArrayList<>();

	private long now;

	private long sequence;

	RendezvousSimulation(long seed, double loss) {
		this.random = new Random(seed);
		this.loss = loss;
	}

	static InetSocketAddress address(int node) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1000 + node);
	}

	/**
	 * Start a node some time within a span.
	 * @param number its number, which is its address
	 * @param within how late it may start
	 * @param candidates whom its discovery names
	 * @param mayFound whether its discovery lists it
	 */
	void start(int number, Duration within, Collection<InetSocketAddress> candidates, boolean mayFound) {
		Node node = new Node(address(number), new MemberId(this.random.nextLong(), this.random.nextLong()), candidates,
				mayFound);
		this.nodes.add(node);
		at(this.random.nextLong(within.toNanos() + 1), node::bind);
	}

	/**
	 * Start a node that registers itself, and finds who has done so.
	 * @param number its number, which is its address
	 * @param within how late it may start
	 * @param registry where it registers
	 */
	void start(int number, Duration within, Collection<InetSocketAddress> registry) {
		Node node = new Node(address(number), new MemberId(this.random.nextLong(), this.random.nextLong()), registry,
				true);
		this.nodes.add(node);
		at(this.random.nextLong(within.toNanos() + 1), () -> {
			registry.add(node.address);
			node.bind();
		});
	}

	/**
	 * Let time pass until all nodes are in a cluster.
	 * @return how many clusters there are
	 */
	long run() {
		while (!this.events.isEmpty() && !this.nodes.stream().allMatch((node) -> node.coordinator != null)) {
			Event event = this.events.remove();
			this.now = event.time();
			if (this.now > Duration.ofMinutes(2).toNanos()) {
				throw new IllegalStateException("No decision within two minutes");
			}
			event.task().run();
		}
		return this.nodes.stream().map((node) -> node.coordinator).distinct().count();
	}

	Duration elapsed() {
		return Duration.ofNanos(this.now);
	}

	private void at(long delay, Runnable task) {
		this.events.add(new Event(this.now + delay, this.sequence++, task));
	}

	private long networkDelay() {
		return MILLI / 20 + (long) (this.random.nextDouble() * this.random.nextDouble() * 30 * MILLI);
	}

	private void network(Runnable task) {
		if (this.random.nextDouble() >= this.loss) {
			at(networkDelay(), task);
		}
	}

	private record Event(long time, long sequence, Runnable task) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int result = Long.compare(this.time, other.time);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

	private final class Node {

		private final InetSocketAddress address;

		private final MemberId id;

		private final Collection<InetSocketAddress> candidates;

		private final boolean mayFound;

		private @Nullable Rendezvous rendezvous;

		private @Nullable Node coordinator;

		private boolean decided;

		Node(InetSocketAddress address, MemberId id, Collection<InetSocketAddress> candidates, boolean mayFound) {
			this.address = address;
			this.id = id;
			this.candidates = candidates;
			this.mayFound = mayFound;
		}

		void bind() {
			RendezvousSimulation.this.listening.put(this.address, this);
			this.rendezvous = new Rendezvous(this.id, this.address, JOIN_TIMEOUT, SEED_TIMEOUT,
					RendezvousSimulation.this.now);
			tick();
		}

		private Rendezvous rendezvous() {
			if (this.rendezvous == null) {
				throw new IllegalStateException("not bound");
			}
			return this.rendezvous;
		}

		PeerState state() {
			Node coordinator = this.coordinator;
			return (coordinator == null) ? rendezvous().state(RendezvousSimulation.this.now) : new PeerState(this.id,
					this.address, Standing.MEMBER, true, coordinator.address, coordinator.id, 1, 1);
		}

		void tick() {
			if (this.decided) {
				return;
			}
			long now = RendezvousSimulation.this.now;
			rendezvous().discovered(this.candidates, this.mayFound, now);
			rendezvous().due(now).forEach(this::probe);
			Rendezvous.Decision decision = rendezvous().decide(now);
			switch (decision.action()) {
				case FOUND -> {
					this.decided = true;
					at(networkDelay(), () -> this.coordinator = this); // installing the
																		// view
				}
				case JOIN -> {
					this.decided = true;
					PeerState to = decision.coordinator();
					at(networkDelay(), () -> this.coordinator = (to != null)
							? RendezvousSimulation.this.listening.get(to.address()) : null);
				}
				case WAIT -> at(50 * MILLI, this::tick);
			}
		}

		private void probe(InetSocketAddress to) {
			PeerState asker = state();
			network(() -> {
				Node peer = RendezvousSimulation.this.listening.get(to);
				if (peer == null) {
					network(() -> rendezvous().absent(to));
					return;
				}
				peer.rendezvous().heard(asker.address(), asker, RendezvousSimulation.this.now);
				PeerState answer = peer.state();
				List<InetSocketAddress> joining = peer.rendezvous().joining(32);
				network(() -> {
					rendezvous().heard(to, answer, RendezvousSimulation.this.now);
					joining.forEach((other) -> rendezvous().learn(other, RendezvousSimulation.this.now));
				});
			});
		}

	}

}
