package dev.muster.transport.jgroups;

import java.util.List;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.discovery.DiscoveryService;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;

/** Skeleton. */
public final class JGroupsTransport implements ClusterTransport {

	public JGroupsTransport(String clusterName, @Nullable String nodeName, Map<String, String> metadata,
			TransportSettings settings, DiscoveryService discovery) {
	}

	@Override
	public void start() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return false;
	}

	@Override
	public Member self() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ClusterView view() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		return () -> {
		};
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		return () -> {
		};
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		return false;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		return 0;
	}

	@Override
	public int maxFrameSize() {
		return 0;
	}

	@Override
	public TransportStatistics statistics() {
		return new TransportStatistics(0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public List<Refusal> refusals() {
		return List.of();
	}

}
