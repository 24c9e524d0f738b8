package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * Transports that call one another. Views change when the test says so.
 */
final class FakeNetwork {

	static final int MAX_FRAME = 2 * 1024 * 1024;

	private final Object viewLock = new Object();

	private final List<FakeTransport> running = new CopyOnWriteArrayList<>();

	private final boolean multicasts;

	private long viewNumber;

	FakeNetwork() {
		this(false);
	}

	FakeNetwork(boolean multicasts) {
		this.multicasts = multicasts;
	}

	FakeTransport node(String name) {
		return new FakeTransport(this, name, MAX_FRAME, this.multicasts);
	}

	/** One view of all that run, on all of them. */
	void start(FakeTransport transport) {
		synchronized (this.viewLock) {
			transport.renew();
			this.running.add(transport);
			install(this.running, List.of());
		}
	}

	void stop(FakeTransport transport) {
		synchronized (this.viewLock) {
			this.running.remove(transport);
			transport.install(null, null);
			install(this.running, List.of());
		}
	}

	/** Two views: of those that match, and of the others. */
	void split(Predicate<FakeTransport> side) {
		synchronized (this.viewLock) {
			install(this.running.stream().filter(side).toList(), List.of());
			install(this.running.stream().filter(side.negate()).toList(), List.of());
		}
	}

	/** A view of some of them, without the others noticing anything. */
	void exclude(FakeTransport excluded, FakeTransport... deciders) {
		synchronized (this.viewLock) {
			List<Member> members = this.running.stream()
				.filter((node) -> node != excluded)
				.map(FakeTransport::self)
				.toList();
			installOn(List.of(deciders), members, List.of());
		}
	}

	void merge() {
		synchronized (this.viewLock) {
			install(this.running, this.running.stream().map(FakeTransport::view).distinct().toList());
		}
	}

	private void install(List<FakeTransport> nodes, List<ClusterView> parts) {
		installOn(nodes, nodes.stream().map(FakeTransport::self).toList(), parts);
	}

	private void installOn(List<FakeTransport> nodes, List<Member> members, List<ClusterView> parts) {
		if (members.isEmpty()) {
			return;
		}
		ClusterView view = new ClusterView(++this.viewNumber, members.get(0), members);
		List<Runnable> tellings = new ArrayList<>();
		for (FakeTransport node : nodes) {
			ClusterView previous = node.viewOrNull();
			ViewChange change = ViewChange.between(previous, view, (member) -> Departure.FAILED, parts);
			tellings.add(() -> node.tell(change));
			node.install(view, change);
		}
		tellings.forEach(Runnable::run);
	}

	@Nullable FakeTransport find(MemberId id) {
		for (FakeTransport node : this.running) {
			if (node.isRunning() && node.self().id().equals(id)) {
				return node;
			}
		}
		return null;
	}

	static Member member(String name) {
		return new Member(MemberId.random(), name, "127.0.0.1", 1, Map.of());
	}

}
