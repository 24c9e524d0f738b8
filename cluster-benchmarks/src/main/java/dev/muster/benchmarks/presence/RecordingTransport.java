package dev.muster.benchmarks.presence;

import java.util.ArrayList;
import java.util.List;

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
 * Keeps the frames that are sent, and hands over those that it is given. For one channel
 * and one view listener.
 */
final class RecordingTransport implements ClusterTransport {

	private static final int MAX_FRAME = 2 * 1024 * 1024;

	private final Member self;

	private final List<byte[]> frames = new ArrayList<>();

	private @Nullable ClusterView view;

	private @Nullable FrameReceiver receiver;

	private @Nullable ViewListener listener;

	RecordingTransport(Member self) {
		this.self = self;
	}

	/** Return what was sent since this was called before. */
	List<byte[]> takeFrames() {
		List<byte[]> taken = List.copyOf(this.frames);
		this.frames.clear();
		return taken;
	}

	void install(ClusterView next) {
		ViewChange change = ViewChange.between(this.view, next, (member) -> Departure.FAILED, List.of());
		this.view = next;
		if (this.listener != null) {
			this.listener.viewChanged(change);
		}
	}

	void receive(Member from, byte[] frame) {
		if (this.receiver != null) {
			this.receiver.receive(from, frame);
		}
	}

	@Override
	public void start() {
		// views are installed by hand
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
		ClusterView current = this.view;
		return (current != null) ? current : new ClusterView(0, this.self, List.of(this.self));
	}

	@Override
	public Registration addViewListener(ViewListener newListener) {
		this.listener = newListener;
		return () -> this.listener = null;
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver newReceiver) {
		this.receiver = newReceiver;
		return () -> this.receiver = null;
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		this.frames.add(frame);
		return true;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		this.frames.add(frame);
		return 1;
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
