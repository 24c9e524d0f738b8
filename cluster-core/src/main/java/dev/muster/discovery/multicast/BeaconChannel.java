package dev.muster.discovery.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is a member of a multicast group. One thread receives; any may send.
 */
final class BeaconChannel implements Closeable {

	private final DatagramChannel channel;

	private final Selector selector;

	private final InetSocketAddress group;

	private final NetworkInterface networkInterface;

	private final Set<InetAddress> ownAddresses;

	// One byte more than a datagram may have, so that a longer one shows
	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BeaconCodec.MAX_SIZE + 1);

	private BeaconChannel(DatagramChannel channel, Selector selector, InetSocketAddress group,
			NetworkInterface networkInterface) {
		this.channel = channel;
		this.selector = selector;
		this.group = group;
		this.networkInterface = networkInterface;
		this.ownAddresses = networkInterface.inetAddresses().collect(Collectors.toCollection(HashSet::new));
	}

	/**
	 * Open.
	 * @param settings the settings
	 * @param self where the node listens, if known as an address: its interface is used
	 * if the settings name none
	 * @return an open channel
	 * @throws DiscoveryException if this machine cannot do as the settings say
	 */
	static BeaconChannel open(MulticastSettings settings, @Nullable InetAddress self) {
		InetAddress group = new PeerAddress(settings.group(), settings.port()).literal();
		if (group == null) {
			throw new IllegalArgumentException(settings.group() + " is no address");
		}
		DatagramChannel channel = null;
		Selector selector = null;
		try {
			NetworkInterface networkInterface = find(settings.networkInterface(), self, group);
			channel = DatagramChannel
				.open((group instanceof Inet4Address) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // by all nodes
																			// of a
																			// machine
			channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
			channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
			channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.ttl());
			channel.bind(new InetSocketAddress(settings.port()));
			channel.join(group, networkInterface);
			channel.configureBlocking(false);
			selector = Selector.open();
			channel.register(selector, SelectionKey.OP_READ);
			return new BeaconChannel(channel, selector, new InetSocketAddress(group, settings.port()),
					networkInterface);
		}
		catch (IOException | IllegalArgumentException | UnsupportedOperationException ex) {
			closeQuietly(channel);
			closeQuietly(selector);
			throw new DiscoveryException("Cannot join the multicast group " + settings.group() + ", UDP port "
					+ settings.port() + ", on "
					+ ((settings.networkInterface() != null)
							? "multicast.interface '" + settings.networkInterface() + "'" : "the default interface")
					+ " (" + ex + "). Name an interface that has multicast and an address of the group's family by "
					+ "multicast.interface, or use another strategy", ex);
		}
	}

	private static NetworkInterface find(@Nullable String name, @Nullable InetAddress self, InetAddress group)
			throws SocketException {
		if (name != null) {
			InetAddress address = new PeerAddress(name, 1).literal();
			NetworkInterface found = (address != null) ? NetworkInterface.getByInetAddress(address)
					: NetworkInterface.getByName(name);
			if (found == null) {
				throw new DiscoveryException("multicast.interface: '" + name
						+ "' is neither the name nor an address of an interface of this machine. There are "
						+ all().stream().map(NetworkInterface::getName).sorted().toList());
			}
			return found;
		}
		NetworkInterface own = (self != null) ? NetworkInterface.getByInetAddress(self) : null;
		if (own != null) {
			return own;
		}
		for (NetworkInterface candidate : all()) {
			boolean sameFamily = candidate.inetAddresses()
				.anyMatch((address) -> address instanceof Inet4Address == group instanceof Inet4Address);
			if (sameFamily && candidate.isUp() && !candidate.isLoopback() && candidate.supportsMulticast()) {
				return candidate;
			}
		}
		throw new SocketException("no interface has multicast");
	}

	private static List<NetworkInterface> all() throws SocketException {
		return Collections.list(NetworkInterface.getNetworkInterfaces());
	}

	String interfaceName() {
		return this.networkInterface.getName();
	}

	boolean isLoopback() {
		try {
			return this.networkInterface.isLoopback();
		}
		catch (SocketException ex) {
			return false;
		}
	}

	void send(byte[] datagram) throws IOException {
		if (this.channel.send(ByteBuffer.wrap(datagram), this.group) == 0) {
			throw new IOException("the send buffer is full");
		}
	}

	/**
	 * Wait until there is something to receive, or {@link #wakeUp()} is called.
	 * @param millis how long
	 */
	void await(long millis) throws IOException {
		if (millis > 0) {
			this.selector.select(millis);
		}
		else {
			this.selector.selectNow();
		}
		this.selector.selectedKeys().clear();
	}

	void wakeUp() {
		this.selector.wakeup();
	}

	/**
	 * Receive without waiting.
	 * @return a datagram, or {@code null} if there is none
	 */
	@Nullable Received receive() throws IOException {
		this.buffer.clear();
		if (!(this.channel.receive(this.buffer) instanceof InetSocketAddress source)) {
			return null;
		}
		this.buffer.flip();
		byte[] datagram = new byte[this.buffer.remaining()];
		this.buffer.get(datagram);
		InetAddress address = source.getAddress();
		return new Received(datagram, address, address.isLoopbackAddress() || this.ownAddresses.contains(address));
	}

	@Override
	public void close() {
		closeQuietly(this.channel);
		closeQuietly(this.selector);
	}

	private static void closeQuietly(@Nullable Closeable closeable) {
		if (closeable != null) {
			try {
				closeable.close();
			}
			catch (IOException ex) {
				return; // nothing more can be done about it
			}
		}
	}

	/**
	 * A datagram.
	 *
	 * @param datagram its bytes; more than {@link BeaconCodec#MAX_SIZE} of them stand for
	 * any number
	 * @param source who sent it, or says so
	 * @param fromThisMachine whether that is this machine
	 */
	record Received(byte[] datagram, InetAddress source, boolean fromThisMachine) {

		@Override
		public String toString() {
			return this.source + " " + Arrays.toString(this.datagram);
		}

	}

}
