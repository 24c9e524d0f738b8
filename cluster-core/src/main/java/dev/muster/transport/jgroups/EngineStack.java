package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.TransportSettings;
import org.jgroups.Global;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jgroups.conf.ClassConfigurator;

/**
 * The engine's protocols, from the wire upwards, and why they are set up as they are.
 * Frames travel by unicast only, so that there is one order for {@code send} and
 * {@code broadcast}; the engine multicasts its views.
 */
final class EngineStack {

	/**
	 * Larger frames are cut.
	 */
	static final int FRAGMENT_SIZE = 60_000;

	/**
	 * How many bytes may be on their way to a member before a sender waits. Bounds the
	 * memory that a slow member costs.
	 */
	private static final int CREDITS = 4_000_000;

	/**
	 * How many engine messages may be unacknowledged by a member. Fewer than the payload
	 * lane of a link holds: flow control comes before drops, which cost half a second.
	 */
	private static final int UNICAST_WINDOW = 2048;

	/**
	 * How long the giver of a view waits for those who get it to confirm. It may wait on
	 * the thread that delivers another member's frames, and after a merge for members
	 * that never confirm, so it is to be short; nothing depends on the confirmations.
	 */
	private static final int VIEW_ACK_MILLIS = 500;

	private static final int MAX_THREADS = 200;

	static {
		// Peer data is never Java-deserialized. The engine reads this once, when it meets
		// the
		// first such message
		if (System.getProperty(Global.DESERIALIZATION_FILTER) == null) {
			System.setProperty(Global.DESERIALIZATION_FILTER, "!*");
		}
		ClassConfigurator.addIfAbsent(ChannelHeader.MAGIC_ID, ChannelHeader.class);
	}

	private EngineStack() {
	}

	static JChannel channel(String clusterName, TransportSettings settings, Introducer introducer) throws Exception {
		EngineDiscovery discovery = new EngineDiscovery(introducer);
		EngineTransport tcp = transport(clusterName, settings, discovery);
		// An INFO every 0.5 to 1.5 of it, and the check every 1.6 of it
		long merge = Math.max(2, millis(settings.mergeInterval()) * 10 / 16);
		MERGE3 merging = new MERGE3().setMinInterval(Math.max(1, merge / 4)).setMaxInterval(merge);
		FD_ALL3 failures = new FD_ALL3();
		failures.setTimeout(millis(settings.failureDetectionTimeout()))
			.setInterval(millis(settings.failureDetectionInterval()));
		VERIFY_SUSPECT2 verify = new VERIFY_SUSPECT2().setTimeout(millis(settings.verifyTimeout()));
		NAKACK4 multicast = new NAKACK4();
		multicast.useMcastXmit(false).logDiscardMessages(false);
		UNICAST4 unicast = new UNICAST4();
		unicast.capacity(Math.min(UNICAST_WINDOW, settings.links().queueFrames() / 4));
		GMS membership = new GMS().setJoinTimeout(millis(settings.joinTimeout()))
			.printLocalAddress(false)
			.setViewAckCollectionTimeout(VIEW_ACK_MILLIS);
		UFC flowControl = new UFC();
		flowControl.setMaxCredits(Math.min(CREDITS, settings.links().queueSize() / 2)).setMinThreshold(0.5);
		FRAG4 fragments = new FRAG4();
		fragments.setFragSize(FRAGMENT_SIZE);
		List<Protocol> protocols = List.of(tcp, discovery, merging, failures, verify, multicast, unicast, membership,
				flowControl, fragments);
		protocols.forEach((protocol) -> protocol.previewWarning(false));
		return new JChannel(protocols);
	}

	private static EngineTransport transport(String clusterName, TransportSettings settings, EngineDiscovery discovery)
			throws Exception {
		EngineTransport tcp = new EngineTransport(discovery, new LinkFactory(clusterName, settings));
		InetAddress bind = address(settings.bindAddress(), "bind-address");
		// All of 127.0.0.0/8 is this machine, but the interface lists one address of it
		if (!bind.isLoopbackAddress() && NetworkInterface.getByInetAddress(bind) == null) {
			throw new InvalidTransportSettingException("bind-address",
					"'" + settings.bindAddress() + "' is no address of this machine");
		}
		tcp.setBindAddress(bind)
			.setBindPort(settings.bindPort())
			.setPortRange((settings.bindPort() == 0) ? 0 : settings.portRange());
		if (settings.externalAddress() != null) {
			tcp.setExternalAddr(address(settings.externalAddress(), "external-address"));
		}
		if (settings.externalPort() != 0) {
			tcp.setExternalPort(settings.externalPort());
		}
		tcp.setBundler(new LinkBundler(tcp));
		// From 21 to 23 a thread that waits in a synchronized block pins its carrier
		tcp.useVirtualThreads(Runtime.version().feature() >= 24);
		tcp.getThreadPool().setMaxThreads(MAX_THREADS);
		tcp.setDiagnosticsHandler(
				new DiagnosticsHandler(tcp.getLog(), tcp.getSocketFactory(), tcp.getThreadFactory()).setEnabled(false));
		return tcp;
	}

	static InetAddress address(String text, String setting) {
		try {
			InetAddress address = InetAddress.getByName(text);
			if (address.isAnyLocalAddress()) {
				throw new InvalidTransportSettingException(setting,
						"'" + text + "' is every address, but peers need one to connect to: name it");
			}
			return address;
		}
		catch (UnknownHostException ex) {
			throw new InvalidTransportSettingException(setting, "'" + text + "' is no address");
		}
	}

	private static long millis(Duration duration) {
		return Math.max(1, duration.toMillis());
	}

}
