package dev.muster.pubsub;

import java.util.List;
import java.util.Map;

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
 * A transport that hands a frame to its receiver within {@code send}, so that one thread
 * does all the work. For one channel, one view listener and views that do not change.
 */
final class DirectTransport implements ClusterTransport {

	private static final int MAX_FRAME = 2 * 1024 * 1024;

	private final Member self;

	private final ClusterView view;

	private @Nullable DirectTransport other;

	private @Nullable FrameReceiver receiver;

	private @Nullable ViewListener listener;

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
		if (this.listener != null) {
			this.listener.viewChanged(ViewChange.between(null, this.view, (member) -> Departure.LEFT, List.of()));
		}
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
		this.listener = listener;
		return () -> this.listener = null;
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		this.receiver = receiver;
		return () -> this.receiver = null;
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		if (this.other == null || this.other.receiver == null) {
			return false;
		}
		this.other.receiver.receive(this.self, frame);
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
