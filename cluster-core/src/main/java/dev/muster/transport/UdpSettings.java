package dev.muster.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the UDP transport, which multicasts data. The network interface is that of
 * {@link TransportSettings#bindAddress()}. Immutable.
 *
 * @param group a literal multicast address, of the same family as the bound one;
 * {@code null} for one that is derived from the cluster's name
 * @param port the port that the group's datagrams go to, the same on all members
 * @param timeToLive how many routers a datagram may cross, and one
 * @param receiveBuffer how many bytes the system is asked to hold for each socket; it may
 * grant less
 * @param sendBuffer how many bytes the system is asked to hold that are to be sent
 */
public record UdpSettings(@Nullable String group, int port, int timeToLive, int receiveBuffer, int sendBuffer) {

	/**
	 * The port if nothing else is said.
	 */
	public static final int DEFAULT_PORT = 45893;

	/** What one datagram needs. */
	private static final int MIN_BUFFER = 128 * 1024;

	public UdpSettings {
		require(port >= 1 && port <= 65535, "udp.port", "1 to 65535 are possible");
		require(timeToLive >= 0 && timeToLive <= 255, "udp.ttl", "0 to 255 are possible");
		require(receiveBuffer >= MIN_BUFFER, "udp.receive-buffer-size", "at least 128KB are needed");
		require(sendBuffer >= MIN_BUFFER, "udp.send-buffer-size", "at least 128KB are needed");
		require(group == null || isMulticast(group), "udp.group",
				"'" + group + "' is no multicast address, such as 239.255.12.34");
	}

	/**
	 * Return the defaults: a group derived from the cluster's name, within the local
	 * network.
	 * @return the settings
	 */
	public static UdpSettings defaults() {
		return new UdpSettings(null, DEFAULT_PORT, 1, 2 * 1024 * 1024, 1024 * 1024);
	}

	/**
	 * Use another group.
	 * @param address a literal multicast address, or {@code null} for the derived one
	 * @param groupPort the port
	 * @return the settings
	 */
	public UdpSettings withGroup(@Nullable String address, int groupPort) {
		return new UdpSettings(address, groupPort, this.timeToLive, this.receiveBuffer, this.sendBuffer);
	}

	/**
	 * Return the address of the group. One that is derived from the cluster's name is
	 * within 239.255.0.0/16 or, for IPv6, ff15::4d55:0:0/96: both are for use within a
	 * site.
	 * @param clusterName the cluster's name
	 * @param ipv6 whether an IPv6 address is needed
	 * @return the address
	 */
	public InetAddress groupAddress(String clusterName, boolean ipv6) {
		InetAddress address = (this.group != null) ? parse(this.group) : derived(clusterName, ipv6);
		require(address.getAddress().length == (ipv6 ? 16 : 4), "udp.group",
				"'" + this.group + "' is not of the same address family as bind-address");
		return address;
	}

	private static InetAddress derived(String clusterName, boolean ipv6) {
		CRC32 hash = new CRC32();
		hash.update(clusterName.getBytes(StandardCharsets.UTF_8));
		int value = (int) hash.getValue();
		byte[] bytes = new byte[ipv6 ? 16 : 4];
		bytes[0] = (byte) (ipv6 ? 0xff : 239);
		bytes[1] = (byte) (ipv6 ? 0x15 : 255);
		if (ipv6) {
			bytes[10] = 'M';
			bytes[11] = 'U';
			bytes[12] = (byte) (value >>> 24);
			bytes[13] = (byte) (value >>> 16);
		}
		bytes[bytes.length - 2] = (byte) (value >>> 8);
		bytes[bytes.length - 1] = (byte) value;
		return of(bytes);
	}

	private static boolean isMulticast(String text) {
		return parse(text).isMulticastAddress();
	}

	private static InetAddress parse(String text) {
		boolean literal = !text.isEmpty()
				&& text.chars().allMatch((c) -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
		try {
			return literal ? InetAddress.getByName(text) : of(new byte[4]);
		}
		catch (UnknownHostException ex) {
			return of(new byte[4]);
		}
	}

	private static InetAddress of(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(Arrays.toString(bytes), ex);
		}
	}

	private static void require(boolean condition, String name, String remedy) {
		if (!condition) {
			throw new InvalidTransportSettingException(name, remedy);
		}
	}

}
