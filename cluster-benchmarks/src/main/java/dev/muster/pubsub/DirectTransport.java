package dev.muster.pubsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport that hands a frame of the bus to its receiver within {@code send}, so that
 * one thread does all the work; those of interest come by another thread. For views that
 * do not change.
 */
final class DirectTransport implements ClusterTransport {

	private static final int MAX_FRAME = 2 * 1024 * 1024;

	private static final Executor OTHER_THREAD = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "interest");
		thread.setDaemon(true);
		return thread;
	});

	private final Member self;

	private final ClusterView view;

	private @Nullable DirectTransport other;

	private final Map<Integer, FrameReceiver> receivers = new ConcurrentHashMap<>();

	private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

	private DirectTransport(Member self, ClusterView view) {
		this.self = self;
		this.view = view;
	}

	static DirectTransport alone() {
		Member member = member("a", 1);
		return new DirectTransport(member, new ClusterView(1, member, List.of(member)));
	}

	static List<DirectTransport> pair() {
		Member first = member("a", 1);
		Member second = member("b", 2);
		ClusterView view = new ClusterView(1, first, List.of(first, second));
		DirectTransport one = new DirectTransport(first, view);
		DirectTransport two = new DirectTransport(second, view);
		one.other = two;
		two.other = one;
		return List.of(one, two);
	}

	private static Member member(String name, int port) {
		return new Member(MemberId.random(), name, "127.0.0.1", port, Map.of());
	}

	/** Tell the view, once all have a bus. */
	@Override
	public void start() {
		ViewChange change = ViewChange.between(null, this.view, (member) -> Departure.LEFT, List.of());
		this.listeners.forEach((listener) -> listener.viewChanged(change));
	}

	@Override
	public void stop() {
		// nothing to stop
	}

	@Override
	public boolean isRunning() {
		return true;
	}

	@Override
	public Member self() {
		return this.self;
	}

	@Override
	public ClusterView view() {
		return this.view;
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		this.receivers.put(channel, receiver);
		return () -> this.receivers.remove(channel);
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		FrameReceiver receiver = (this.other != null) ? this.other.receivers.get(channel) : null;
		if (receiver == null) {
			return false;
		}
		if (channel == BusContext.CHANNEL) {
			receiver.receive(this.self, frame);
		}
		else {
			OTHER_THREAD.execute(() -> receiver.receive(this.self, frame));
		}
		return true;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		return (this.other != null && send(this.other.self.id(), channel, frame)) ? 1 : 0;
	}

	@Override
	public int maxFrameSize() {
		return MAX_FRAME;
	}

	@Override
	public TransportStatistics statistics() {
		return new TransportStatistics(0, 0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public List<Refusal> refusals() {
		return List.of();
	}

}
