package dev.muster.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import dev.muster.MemberId;
import dev.muster.test.simulation.SimulatedTransport;
import dev.muster.test.simulation.Simulation;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node with a replica, which writes as chance has it.
 */
final class ReplicaNode {

	static final int CHANNEL = 3;

	private final SimulatedTransport transport;

	private final RandomGenerator random;

	private final FoldingListener listener = new FoldingListener();

	private final OwnerHistory history = new OwnerHistory();

	private final Map<MemberId, OwnerHistory> histories;

	private final List<CompletableFuture<@Nullable Void>> awaited = new ArrayList<>();

	private final Replica<TextEntry> replica;

	ReplicaNode(SimulatedTransport transport, Simulation simulation, ReplicationSettings settings,
			Map<MemberId, OwnerHistory> histories) {
		this.transport = transport;
		this.random = simulation.random();
		this.histories = histories;
		// its own log goes on when it is another member after a restart
		transport.observeViews((change) -> histories.put(transport.self().id(), this.history));
		this.replica = new Replica<>(transport, CHANNEL, settings, this.listener,
				transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300)),
				simulation::nanoTime);
	}

	void act() {
		if (this.random.nextInt(3) == 0) {
			this.replica.batch(this::write);
		}
		else {
			write();
		}
		if (this.random.nextInt(4) == 0) {
			this.awaited.add(this.replica.visible(this.replica.self().version()));
		}
		verify();
	}

	private void write() {
		for (int count = this.random.nextInt(6); count > 0; count--) {
			List<Long> dots = new ArrayList<>(this.history.state(this.history.version()).keySet());
			if (dots.isEmpty() || (dots.size() < 20 && this.random.nextBoolean())) {
				this.replica.add(TextEntry.bytes("entry " + this.history.version()));
			}
			else {
				long dot = dots.get(this.random.nextInt(dots.size()));
				assertThat(this.random.nextBoolean() ? this.replica.update(dot, TextEntry.bytes("u"))
						: this.replica.remove(dot))
					.isNotNull();
			}
			this.history.record(this.replica.self().version(), this.replica.self());
		}
	}

	void write(String text) {
		this.replica.add(TextEntry.bytes(text));
		this.history.record(this.replica.self().version(), this.replica.self());
		this.awaited.add(this.replica.visible(this.replica.self().version()));
	}

	/**
	 * Check what must hold at every moment.
	 */
	void verify() {
		this.replica.read((origins) -> {
			for (Origin<TextEntry> origin : origins) {
				OwnerHistory theirs = origin.isSelf() ? this.history : this.histories.get(origin.requireMember().id());
				if (theirs == null) { // it is in our view, and has none itself yet
					assertThat(origin.version()).as("version of %s", origin).isZero();
					continue;
				}
				Map<Long, String> state = OwnerHistory.stateOf(origin);
				assertThat(state).as("%s as %s has it", origin, this).isEqualTo(theirs.state(origin.version()));
				assertThat(this.listener.told(origin)).as("%s as %s told it", origin, this).isEqualTo(state);
			}
			return true;
		});
	}

	/**
	 * Check what must hold once all has been calm.
	 */
	void verifyCalm(List<ReplicaNode> all) {
		verify();
		for (ReplicaNode node : all) {
			this.replica.read((origins) -> {
				Origin<TextEntry> origin = origins.stream()
					.filter((each) -> node.transport.self().equals(each.member()))
					.findFirst()
					.orElseThrow();
				assertThat(origin.version()).as("version of %s as %s has it", node, this)
					.isEqualTo(node.history.version());
				assertThat(origin.isVisible() && origin.isCurrent()).isTrue();
				return true;
			});
		}
		assertThat(this.awaited).allMatch(CompletableFuture::isDone);
		ReplicationStatistics statistics = this.replica.statistics();
		assertThat(statistics.malformed()).isZero();
		assertThat(statistics.diverged()).isZero();
		assertThat(statistics.listenerFailures()).isZero();
		assertThat(statistics.origins()).hasSizeGreaterThanOrEqualTo(all.size())
			.filteredOn((origin) -> origin.state() == Origin.State.UP)
			.hasSize(all.size())
			.allMatch((origin) -> origin.lag() == 0);
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

}
