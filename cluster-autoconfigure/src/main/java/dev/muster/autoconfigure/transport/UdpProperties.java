package dev.muster.autoconfigure.transport;

import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.UdpSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties below {@code muster.transport.udp}, for the protocol 'udp'.
 */
public class UdpProperties {

	private static final UdpSettings DEFAULTS = UdpSettings.defaults();

	/**
	 * Multicast address that data goes to, the same on all nodes. By default one that is
	 * derived from the name of the cluster, within 239.255.0.0/16.
	 */
	private @Nullable String group;

	/**
	 * Port that multicast data goes to, the same on all nodes.
	 */
	private int port = DEFAULTS.port();

	/**
	 * Number of networks that multicast data crosses: 1 is the local one, each router on
	 * the way needs one more.
	 */
	private int ttl = DEFAULTS.timeToLive();

	/**
	 * Bytes that the system is asked to hold for a socket. It may grant less, and says so
	 * in the log; what it cannot hold is lost and sent again.
	 */
	private DataSize receiveBufferSize = DataSize.ofBytes(DEFAULTS.receiveBuffer());

	/**
	 * Bytes to be sent that the system is asked to hold for a socket.
	 */
	private DataSize sendBufferSize = DataSize.ofBytes(DEFAULTS.sendBuffer());

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public int getTtl() {
		return this.ttl;
	}

	public void setTtl(int ttl) {
		this.ttl = ttl;
	}

	public DataSize getReceiveBufferSize() {
		return this.receiveBufferSize;
	}

	public void setReceiveBufferSize(DataSize receiveBufferSize) {
		this.receiveBufferSize = receiveBufferSize;
	}

	public DataSize getSendBufferSize() {
		return this.sendBufferSize;
	}

	public void setSendBufferSize(DataSize sendBufferSize) {
		this.sendBufferSize = sendBufferSize;
	}

	UdpSettings toSettings() {
		return new UdpSettings(StringUtils.hasText(this.group) ? this.group.trim() : null, this.port, this.ttl,
				bytes(this.receiveBufferSize, "udp.receive-buffer-size"),
				bytes(this.sendBufferSize, "udp.send-buffer-size"));
	}

	private static int bytes(DataSize size, String name) {
		if (size.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidTransportSettingException(name, "less than 2GB are possible");
		}
		return (int) size.toBytes();
	}

}
