package dev.muster.pubsub;

import java.util.List;
import java.util.Optional;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.ProtocolVersions;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewListener;

/**
 * Another transport that says of itself that it multicasts.
 */
final class MulticastingTransport implements ClusterTransport {

	private final ClusterTransport other;

	MulticastingTransport(ClusterTransport other) {
		this.other = other;
	}

	@Override
	public boolean multicasts() {
		return true;
	}

	@Override
	public void start() {
		this.other.start();
	}

	@Override
	public void stop() {
		this.other.stop();
	}

	@Override
	public boolean isRunning() {
		return this.other.isRunning();
	}

	@Override
	public Member self() {
		return this.other.self();
	}

	@Override
	public ClusterView view() {
		return this.other.view();
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		return this.other.addViewListener(listener);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		return this.other.openChannel(channel, receiver);
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		return this.other.send(to, channel, frame);
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		return this.other.broadcast(channel, frame);
	}

	@Override
	public int maxFrameSize() {
		return this.other.maxFrameSize();
	}

	@Override
	public Optional<ProtocolVersions> protocolVersions(MemberId member) {
		return this.other.protocolVersions(member);
	}

	@Override
	public List<Integer> channels() {
		return this.other.channels();
	}

	@Override
	public TransportStatistics statistics() {
		return this.other.statistics();
	}

	@Override
	public List<Refusal> refusals() {
		return this.other.refusals();
	}

}
