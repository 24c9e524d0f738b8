package dev.muster.autoconfigure.cloud.instances;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Where the web server of a member listens.
 *
 * @param host its host, or {@code null} if that is the member's
 * @param port its port, 1 to 65535
 * @param secure whether it speaks TLS
 * @param managementPort the port of the actuator, or 0 if that is the same
 */
record WebAddress(@Nullable String host, int port, boolean secure, int managementPort) {

	private static final byte VERSION = 1;

	private static final int SECURE = 1;

	private static final int FIXED_LENGTH = 7;

	private static final int MAX_HOST_LENGTH = 255;

	/**
	 * Encode an address, or that there is none any more.
	 * @param address the address, or {@code null}
	 * @return version, flags, port (0 for none), management port, host's length and host
	 */
	static byte[] encode(@Nullable WebAddress address) {
		String host = (address != null && address.host != null) ? address.host : "";
		byte[] hostBytes = host.getBytes(StandardCharsets.UTF_8);
		int length = (hostBytes.length <= MAX_HOST_LENGTH) ? hostBytes.length : 0;
		ByteBuffer frame = ByteBuffer.allocate(FIXED_LENGTH + length).put(VERSION);
		frame.put((byte) ((address != null && address.secure) ? SECURE : 0));
		frame.putShort((short) ((address != null) ? address.port : 0));
		frame.putShort((short) ((address != null) ? address.managementPort : 0));
		return frame.put((byte) length).put(hostBytes, 0, length).array();
	}

	/**
	 * Decode what {@link #encode} or a later version of it made; what follows is skipped.
	 * @param frame what a peer sent, which may be anything
	 * @return the address, or {@code null} for none
	 * @throws IllegalArgumentException if it is nothing of the kind
	 */
	static @Nullable WebAddress decode(byte[] frame) {
		if (frame.length < FIXED_LENGTH || frame[0] < VERSION) {
			throw new IllegalArgumentException("no web address");
		}
		ByteBuffer buffer = ByteBuffer.wrap(frame, 1, frame.length - 1);
		boolean secure = (buffer.get() & SECURE) != 0;
		int port = Short.toUnsignedInt(buffer.getShort());
		int managementPort = Short.toUnsignedInt(buffer.getShort());
		int length = Byte.toUnsignedInt(buffer.get());
		if (length > buffer.remaining()) {
			throw new IllegalArgumentException("a web address that is cut off");
		}
		String host = new String(frame, FIXED_LENGTH, length, StandardCharsets.UTF_8);
		if (!host.chars().allMatch((c) -> c > ' ' && c < 127 && "/@?#\\".indexOf(c) < 0)) {
			throw new IllegalArgumentException("a web address whose host is none");
		}
		return (port != 0) ? new WebAddress(host.isEmpty() ? null : host, port, secure, managementPort) : null;
	}

}
