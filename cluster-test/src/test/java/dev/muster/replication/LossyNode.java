package dev.muster.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.test.simulation.Simulation;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A core on a network that promises nothing, and what must hold of it at every moment.
 */
final class LossyNode implements Network {

	private final LossyWorld world;

	private final Simulation simulation;

	private final Member self;

	private final FoldingListener listener = new FoldingListener();

	private final ReplicaCore<TextEntry> core;

	private final OwnerHistory history = new OwnerHistory();

	/** Whom this node has ever had in its view. */
	private final Set<MemberId> seen = new HashSet<>();

	/** Who said how long its log is, since it last may have been away. */
	private final Set<MemberId> compared = new HashSet<>();

	/** Who in the view said that it writes no more. */
	private final Set<MemberId> leftOnes = new HashSet<>();

	private @Nullable ClusterView view;

	private long alarm = ReplicaCore.NEVER;

	private boolean left;

	private boolean alive = true;

	LossyNode(LossyWorld world, Member self, ReplicationSettings settings, Set<Rule> rules) {
		this.world = world;
		this.simulation = world.simulation();
		this.self = self;
		this.core = new ReplicaCore<>(settings, this.listener, this, rules);
	}

	Member self() {
		return this.self;
	}

	MemberId id() {
		return this.self.id();
	}

	@Nullable ClusterView view() {
		return this.view;
	}

	ReplicaCore<TextEntry> core() {
		return this.core;
	}

	OwnerHistory history() {
		return this.history;
	}

	boolean isAlive() {
		return this.alive;
	}

	boolean hasLeft() {
		return this.left;
	}

	void crash() {
		this.alive = false;
	}

	@Override
	public void send(MemberId to, byte[] frame) {
		this.world.transmit(this, to, frame);
	}

	@Override
	public void send(MemberId to, FrameStream frames) {
		for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
			send(to, frame);
		}
	}

	@Override
	public void broadcast(byte[] frame) {
		ClusterView current = this.view;
		if (current != null) {
			current.members()
				.stream()
				.filter((member) -> !member.equals(this.self))
				.forEach((member) -> send(member.id(), frame));
		}
	}

	// What happens to it

	void receive(Member sender, byte[] frame) {
		ClusterView current = this.view;
		if ((frame[0] & 0xf) == Frames.LEAVE && current != null && current.contains(sender.id())) {
			this.leftOnes.add(sender.id());
		}
		int type = frame[0] & 0xf;
		if ((type == Frames.HELLO || type == Frames.HEAD) && current != null && current.contains(sender.id())) {
			this.compared.add(sender.id());
		}
		String problem = this.core.received(now(), sender, frame);
		assertThat(problem).as("what is wrong with a frame").isNull();
		verify();
	}

	void setView(List<Member> members, boolean merge, int skipped, Function<Member, Departure> reasons) {
		ClusterView before = this.view;
		ClusterView current = new ClusterView((before != null) ? before.number() + 1 + skipped : 1, members.get(0),
				members);
		this.compared.removeIf((id) -> merge || skipped > 0 || !current.contains(id));
		members.forEach((member) -> this.seen.add(member.id()));
		this.leftOnes.removeIf((id) -> !current.contains(id));
		this.view = current;
		this.core.viewChanged(now(), this.self, ViewChange.between(before, current, reasons,
				(merge && before != null) ? List.of(before, current) : List.of()));
		verify();
	}

	void write(int count, boolean batch) {
		if (batch) {
			this.core.beginBatch();
		}
		for (int i = 0; i < count; i++) {
			writeOne();
		}
		if (batch) {
			this.core.endBatch(now());
		}
		verify();
	}

	private void writeOne() {
		List<Long> dots = new ArrayList<>(OwnerHistory.stateOf(this.core.own()).keySet());
		int choice = this.simulation.random().nextInt(10);
		if (dots.isEmpty() || (choice < 5 && dots.size() < 20)) {
			this.core.add(now(), TextEntry.bytes("entry " + (this.history.version() + 1)));
		}
		else {
			long dot = dots.get(this.simulation.random().nextInt(dots.size()));
			if (choice < 7) {
				assertThat(this.core.update(now(), dot, TextEntry.bytes("u"))).isNotNull();
			}
			else {
				assertThat(this.core.remove(now(), dot)).isNotNull();
			}
		}
		this.history.record(this.core.own().version(), this.core.own());
	}

	void leave() {
		this.left = true;
		this.core.leave(now());
	}

	private void tick() {
		this.alarm = ReplicaCore.NEVER;
		if (this.alive && !this.left) {
			this.core.tick(now());
			verify();
		}
	}

	private long now() {
		return this.simulation.nanoTime();
	}

	// What must hold

	private void verify() {
		assertThat(this.core.counters().listenerFailures).as("failures of the listener").isZero();
		Set<String> names = new HashSet<>();
		ClusterView current = this.view;
		if (current != null) {
			current.members().forEach((member) -> names.add(member.name()));
		}
		for (Origin<TextEntry> origin : List.copyOf(this.core.others())) {
			verify(origin, current, names);
		}
		long due = this.core.dueAt();
		if (due < this.alarm && !this.left) {
			this.alarm = due;
			this.simulation.schedule(Duration.ofNanos(Math.max(0, due - now())), this::tick);
		}
	}

	private void verify(Origin<TextEntry> origin, @Nullable ClusterView current, Set<String> names) {
		MemberId id = origin.requireMember().id();
		Map<Long, String> state = OwnerHistory.stateOf(origin);
		boolean inView = current != null && current.contains(id);
		if (!this.seen.contains(id)) {
			throw new AssertionError(this + " holds " + origin + ", which it never saw");
		}
		if (origin.isVisible() != inView && origin.state() != Origin.State.LEFT) {
			throw new AssertionError(
					this + " has " + origin + ", which " + (inView ? "is" : "is not") + " in its view");
		}
		if (origin.state() == Origin.State.DOWN && names.contains(origin.requireMember().name())) {
			throw new AssertionError(this + " keeps " + origin + " although there is a new one of that name");
		}
		if (this.leftOnes.contains(id) && !state.isEmpty()) {
			throw new AssertionError(this + " has entries of " + origin + ", which said that it writes no more");
		}
		if (origin.state() != Origin.State.LEFT
				&& !state.equals(this.world.node(id).history().state(origin.version()))) {
			throw new AssertionError(this + " has " + state + " of " + origin + ", where its first operations lead to "
					+ this.world.node(id).history().state(origin.version()));
		}
		if (!state.equals(this.listener.told(origin))) {
			throw new AssertionError(this + " has " + state + " of " + origin + " and told its listener of "
					+ this.listener.told(origin));
		}
		if (origin.isCurrent() && origin.state() != Origin.State.LEFT && !this.compared.contains(id)) {
			throw new AssertionError(this + " takes what it has of " + origin
					+ " for all, although that may have been away and has not been heard of since");
		}
		if (origin.isVisible() != this.listener.isVisible(origin)) {
			throw new AssertionError(this + " told its listener wrongly whether " + origin + " is visible");
		}
	}

	/**
	 * Check what must hold once nothing has been wrong for long.
	 */
	void verifyCalm(List<LossyNode> all) {
		for (LossyNode node : all) {
			Origin<TextEntry> origin = (node == this) ? this.core.own() : this.core.origin(node.id());
			assertThat(origin).as("%s as %s has it", node, this).isNotNull();
			assertThat(origin.version()).as("version of %s as %s has it", node, this).isEqualTo(node.history.version());
			assertThat(origin.isCurrent()).as("%s has caught up with %s", this, node).isTrue();
		}
		assertThat(this.core.confirmed()).as("version of %s that all know", this).isEqualTo(this.history.version());
		assertThat(this.listener.confirmed()).isEqualTo(this.history.version());
		assertThat(this.core.counters().diverged).as("diverged").isZero();
	}

	@Override
	public String toString() {
		return this.self.name() + "#" + this.self.id().low();
	}

}
