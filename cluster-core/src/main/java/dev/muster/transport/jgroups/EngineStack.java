package dev.muster.transport.jgroups;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;
import org.jgroups.Global;
import org.jgroups.JChannel;
import org.jgroups.MessageFactory;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.NoBundler;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jgroups.conf.ClassConfigurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's protocols, from the wire upwards, and why they are set up as they are. So
 * that there is one order for {@code send} and {@code broadcast}, frames travel by
 * unicast only, or over UDP by multicast only.
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
	 * How many bytes may be multicast before the slowest member has taken them. Few, for
	 * what is more than its socket's buffer is lost and has to be sent again.
	 */
	private static final int MULTICAST_CREDITS = 1_000_000;

	/**
	 * After how many received bytes members agree on what all of them have, so that it
	 * can be forgotten.
	 */
	private static final int STABLE_BYTES = 4_000_000;

	/**
	 * How often what got lost is asked for, over UDP.
	 */
	private static final int REPAIR_MILLIS = 100;

	/**
	 * How long the giver of a view waits for those who get it to confirm. It may wait on
	 * the thread that delivers another member's frames, and after a merge for members
	 * that never confirm, so it is to be short; nothing depends on the confirmations.
	 */
	private static final int VIEW_ACK_MILLIS = 500;

	private static final int MAX_THREADS = 200;

	private static final Logger logger = LoggerFactory.getLogger(EngineStack.class);

	static {
		// Peer data is never Java-deserialized. The engine reads this once, when it meets
		// the
		// first such message
		if (System.getProperty(Global.DESERIALIZATION_FILTER) == null) {
			System.setProperty(Global.DESERIALIZATION_FILTER, "!*");
		}
		ClassConfigurator.addIfAbsent(ChannelHeader.MAGIC_ID, ChannelHeader.class);
		ClassConfigurator.addIfAbsent(MulticastHeader.MAGIC_ID, MulticastHeader.class);
		registerMessages();
	}

	private EngineStack() {
	}

	private static void registerMessages() {
		try {
			MessageFactory.register(GatheringMessage.TYPE, GatheringMessage::new);
		}
		catch (IllegalArgumentException ex) {
			// By this class under another class loader: the engine has no way to ask
			// before
			logger.debug("Messages of type {} are registered already", GatheringMessage.TYPE, ex);
		}
	}

	static JChannel channel(String clusterName, TransportSettings settings, Introducer introducer) throws Exception {
		EngineDiscovery discovery = new EngineDiscovery(introducer);
		UdpSettings udp = settings.udp();
		TP transport = (udp != null) ? udp(clusterName, settings, udp, discovery)
				: tcp(clusterName, settings, discovery);
		// An INFO every 0.5 to 1.5 of it, and the check every 1.6 of it
		long merge = Math.max(2, millis(settings.mergeInterval()) * 10 / 16);
		MERGE3 merging = new MERGE3().setMinInterval(Math.max(1, merge / 4)).setMaxInterval(merge);
		FD_ALL3 failures = new FD_ALL3();
		failures.setTimeout(millis(settings.failureDetectionTimeout()))
			.setInterval(millis(settings.failureDetectionInterval()));
		VERIFY_SUSPECT2 verify = new VERIFY_SUSPECT2().setTimeout(millis(settings.verifyTimeout()));
		UNICAST4 unicast = new UNICAST4();
		unicast.capacity(Math.min(UNICAST_WINDOW, settings.links().queueFrames() / 4));
		GMS membership = new GMS().setJoinTimeout(millis(settings.joinTimeout()))
			.printLocalAddress(false)
			.setViewAckCollectionTimeout(VIEW_ACK_MILLIS);
		FRAG4 fragments = new FRAG4();
		fragments.setFragSize(FRAGMENT_SIZE);
		List<Protocol> protocols = new ArrayList<>(List.of(transport, discovery, merging, failures, verify));
		if (udp != null) {
			unicast.setXmitInterval(REPAIR_MILLIS);
			// Not NAKACK4: what members confirm while others join, it forgets, and they
			// wait for it forever
			protocols.add(new NAKACK2().useMcastXmit(false).logDiscardMessages(false).setXmitInterval(REPAIR_MILLIS));
			protocols.addAll(List.of(unicast, new STABLE().setMaxBytes(STABLE_BYTES), membership,
					new MFC().setMaxCredits(MULTICAST_CREDITS).setMinThreshold(0.5)));
		}
		else {
			protocols.add(new NAKACK4().useMcastXmit(false).logDiscardMessages(false));
			protocols.addAll(List.of(unicast, membership,
					new UFC().setMaxCredits(Math.min(CREDITS, settings.links().queueSize() / 2)).setMinThreshold(0.5)));
		}
		protocols.add(fragments);
		protocols.forEach((protocol) -> protocol.previewWarning(false));
		return new JChannel(protocols);
	}

	private static UdpTransport udp(String clusterName, TransportSettings settings, UdpSettings multicast,
			EngineDiscovery discovery) throws Exception {
		UdpTransport udp = new UdpTransport(discovery);
		InetAddress bind = address(settings.bindAddress(), "bind-address");
		if (NetworkInterface.getByInetAddress(bind) == null) {
			throw noAddressOfThisMachine(settings);
		}
		udp.setMulticastAddress(multicast.groupAddress(clusterName, bind instanceof Inet6Address))
			.setMulticastPort(multicast.port());
		udp.setMulticastTTL(multicast.timeToLive());
		udp.setMcastRecvBufSize(multicast.receiveBuffer())
			.setUcastRecvBufSize(multicast.receiveBuffer())
			.setMcastSendBufSize(multicast.sendBuffer())
			.setUcastSendBufSize(multicast.sendBuffer());
		udp.setBundler(new NoBundler());
		bind(udp, bind, settings);
		return udp;
	}

	private static EngineTransport tcp(String clusterName, TransportSettings settings, EngineDiscovery discovery)
			throws Exception {
		EngineTransport tcp = new EngineTransport(discovery, new LinkFactory(clusterName, settings));
		InetAddress bind = address(settings.bindAddress(), "bind-address");
		// All of 127.0.0.0/8 is this machine, but the interface lists one address of it
		if (!bind.isLoopbackAddress() && NetworkInterface.getByInetAddress(bind) == null) {
			throw noAddressOfThisMachine(settings);
		}
		tcp.setBundler(new LinkBundler(tcp));
		bind(tcp, bind, settings);
		return tcp;
	}

	private static InvalidTransportSettingException noAddressOfThisMachine(TransportSettings settings) {
		return new InvalidTransportSettingException("bind-address",
				"'" + settings.bindAddress() + "' is no address of this machine");
	}

	private static void bind(TP transport, InetAddress bind, TransportSettings settings) throws Exception {
		transport.setBindAddress(bind)
			.setBindPort(settings.bindPort())
			.setPortRange((settings.bindPort() == 0) ? 0 : settings.portRange());
		if (settings.externalAddress() != null) {
			transport.setExternalAddr(address(settings.externalAddress(), "external-address"));
		}
		if (settings.externalPort() != 0) {
			transport.setExternalPort(settings.externalPort());
		}
		// From 21 to 23 a thread that waits in a synchronized block pins its carrier
		transport.useVirtualThreads(Runtime.version().feature() >= 24);
		transport.getThreadPool().setMaxThreads(MAX_THREADS);
		transport.setDiagnosticsHandler(
				new DiagnosticsHandler(transport.getLog(), transport.getSocketFactory(), transport.getThreadFactory())
					.setEnabled(false));
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
