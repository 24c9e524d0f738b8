package dev.muster.benchmarks.link;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.EngineAccess;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FILE_PING;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.BasicTCP;
import org.jgroups.protocols.TCP_NIO2;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The engine set up for nothing but throughput: one of its TCPs, or the transport of a
 * node, with a bundler thread for each destination. Its blocking TCP is a mark to aim at,
 * not a stack that we could use: it freezes when a member does not read.
 */
final class TunedEngineLink implements Link, Receiver {

	private static final int CREDITS = 4_000_000;

	private final Setup setup;

	private final JChannel channel;

	private @Nullable Sink sink;

	private @Nullable EngineRequests requests;

	TunedEngineLink(TP tcp, Setup setup) throws Exception {
		this.setup = setup;
		tcp.setBindAddress(InetAddress.getLoopbackAddress()).setBindPort(0).setPortRange(0);
		if (tcp instanceof BasicTCP basic) {
			basic.tcpNodelay(true).logDetails(false);
		}
		tcp.useVirtualThreads(Runtime.version().feature() >= 24);
		PerDestinationBundler bundler = new PerDestinationBundler();
		bundler.useSingleSenderThread(false);
		// the window and the credits stop a sender before this is full, for then it drops
		bundler.setCapacity(65_536).setMaxSize(64_000);
		tcp.setBundler(bundler);
		tcp.setDiagnosticsHandler(
				new DiagnosticsHandler(tcp.getLog(), tcp.getSocketFactory(), tcp.getThreadFactory()).setEnabled(false));
		FD_ALL3 failures = new FD_ALL3();
		failures.setTimeout(12_000).setInterval(3_000);
		VERIFY_SUSPECT2 verify = new VERIFY_SUSPECT2();
		verify.setTimeout(500);
		NAKACK4 multicast = new NAKACK4();
		multicast.useMcastXmit(false);
		multicast.capacity(8192);
		MFC multicastCredits = new MFC();
		multicastCredits.setMaxCredits(CREDITS).setMinThreshold(0.4);
		UFC unicastCredits = new UFC();
		unicastCredits.setMaxCredits(CREDITS).setMinThreshold(0.4);
		List<Protocol> protocols = List.of(tcp, new FILE_PING().setLocation(setup.directory().toString()),
				new MERGE3().setMaxInterval(5_000).setMinInterval(1_000), failures, verify, multicast, new UNICAST4(),
				new GMS().setJoinTimeout(2_000).printLocalAddress(false), unicastCredits, multicastCredits,
				new FRAG4().setFragSize(60_000));
		protocols.forEach((protocol) -> protocol.previewWarning(false));
		this.channel = new JChannel(protocols).name(setup.name());
		this.channel.setReceiver(this);
		this.channel.setDiscardOwnMessages(true);
	}

	/**
	 * The engine set up likewise, on the transport of a node.
	 */
	static TunedEngineLink onOurs(Setup setup, TransportSecurity security) throws Exception {
		TransportSettings settings = TransportSettings.defaults().withSecurity(security);
		return new TunedEngineLink(EngineAccess.transport(setup.cluster(), settings), setup);
	}

	static TCP_NIO2 nio() {
		TCP_NIO2 tcp = new TCP_NIO2();
		// With few it drops, and repairs half a second later; with more than the system
		// takes at once (1024) it never sends
		tcp.setMaxSendBuffers(1000);
		return tcp;
	}

	@Override
	public void start(Sink sink) throws Exception {
		this.sink = sink;
		this.channel.connect(this.setup.cluster());
	}

	@Override
	public boolean isFormed() {
		return this.channel.getView().size() == Setup.PROCESSES;
	}

	@Override
	public void publish(int topic, byte[] payload) throws Exception {
		EngineMessages.publish(this.channel, null, payload);
	}

	@Override
	public void respond(UnaryOperator<byte[]> responder) {
		this.requests = new EngineRequests(this.channel, responder);
	}

	@Override
	public CompletableFuture<byte[]> request(byte[] payload) throws Exception {
		if (this.requests == null) {
			throw new IllegalStateException("Not ready for requests");
		}
		return this.requests.send(payload);
	}

	@Override
	public void receive(Message message) {
		EngineMessages.deliver(message, this.sink);
	}

	@Override
	public void close() {
		this.channel.close();
	}

}
