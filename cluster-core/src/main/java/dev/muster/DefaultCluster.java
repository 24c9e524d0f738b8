package dev.muster;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as its transport tells it.
 */
final class DefaultCluster implements Cluster, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Cluster.class);

	private final String name;

	private final ClusterTransport transport;

	private final Registration registration;

	private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();

	private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

	DefaultCluster(String name, ClusterTransport transport) {
		this.name = name;
		this.transport = transport;
		this.registration = transport.addViewListener(this::viewChanged);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Member self() {
		return this.transport.self();
	}

	@Override
	public ClusterView view() {
		return this.transport.view();
	}

	@Override
	public boolean isCoordinator() {
		try {
			return view().coordinator().equals(self());
		}
		catch (NotRunningException ex) {
			return false; // also when it is stopped just now
		}
	}

	@Override
	public CompletableFuture<ClusterView> awaitMembers(int count, Duration timeout) {
		CompletableFuture<ClusterView> future = new CompletableFuture<>();
		Waiter waiter = new Waiter(count, future);
		this.waiters.add(waiter);
		future.whenComplete((view, ex) -> this.waiters.remove(waiter));
		if (this.transport.isRunning()) {
			waiter.offer(view());
		}
		return future.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Registration addListener(MembershipListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private void viewChanged(ViewChange change) {
		ClusterView view = change.current();
		log(change);
		if (!change.mergedParts().isEmpty()) {
			tell((listener) -> listener.viewsMerged(change.mergedParts(), view));
		}
		for (ViewChange.DepartedMember departed : change.departed()) {
			tell((listener) -> listener.memberLeft(departed.member(), departed.reason(), view));
		}
		for (Member joined : change.joined()) {
			tell((listener) -> listener.memberJoined(joined, view));
		}
		for (Waiter waiter : this.waiters) {
			waiter.offer(view);
		}
	}

	private void tell(Consumer<MembershipListener> event) {
		for (MembershipListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.error("A membership listener failed: {}", listener, ex);
			}
		}
	}

	private void log(ViewChange change) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		StringBuilder text = new StringBuilder();
		for (Iterator<Member> joined = change.joined().iterator(); joined.hasNext();) {
			text.append(" +").append(joined.next());
		}
		for (ViewChange.DepartedMember departed : change.departed()) {
			text.append(" -").append(departed.member()).append(' ').append(departed.reason());
		}
		ClusterView view = change.current();
		logger.info("Cluster '{}'{} view {} of {} member(s){}", this.name,
				change.mergedParts().isEmpty() ? "" : " merged from " + change.mergedParts().size() + " parts,",
				view.number(), view.size(), text);
	}

	@Override
	public void close() {
		this.registration.close();
		for (Waiter waiter : this.waiters) {
			waiter.future().cancel(false);
		}
	}

	private record Waiter(int count, CompletableFuture<ClusterView> future) {

		void offer(ClusterView view) {
			if (view.size() >= this.count) {
				this.future.complete(view);
			}
		}

	}

}
