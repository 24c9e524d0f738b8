package dev.muster.discovery.multicast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Beacons as bytes. Pure, and safe for use by many threads.
 *
 * <pre>
 * header  magic "MSTR", version (1 byte), sealed (1 byte: 0 or 1)
 * body    kind (1 byte), sender (16), sequence (8), timestamp (8), port (2),
 *         address length (1 byte: 0, 4 or 16), address,
 *         length of the cluster's name (2), the name in UTF-8,
 *         and what later releases append, which is skipped
 * </pre>
 *
 * With a secret the body is sealed, and the header authenticated with it.
 */
final class BeaconCodec {

	/** In bytes: no longer datagram is sent or read. It is never fragmented. */
	static final int MAX_SIZE = 512;

	static final byte VERSION = 1;

	private static final int MAGIC = 0x4d535452;

	private static final int HEADER_SIZE = 6;

	private static final int FIXED_BODY_SIZE = 1 + 16 + 8 + 8 + 2 + 1 + 2;

	private final @Nullable BeaconCipher cipher;

	/**
	 * Create a codec.
	 * @param cipher seals and opens, or {@code null} if there is no secret
	 */
	BeaconCodec(@Nullable BeaconCipher cipher) {
		this.cipher = cipher;
	}

	/**
	 * Encode.
	 * @param beacon the beacon
	 * @return at most {@value #MAX_SIZE} bytes
	 * @throws IllegalArgumentException if the cluster's name is too long for that
	 */
	byte[] encode(Beacon beacon) {
		byte[] name = beacon.clusterName().getBytes(StandardCharsets.UTF_8);
		byte[] address = addressOf(beacon);
		int overhead = HEADER_SIZE + FIXED_BODY_SIZE + address.length
				+ ((this.cipher != null) ? BeaconCipher.OVERHEAD : 0);
		if (overhead + name.length > MAX_SIZE) {
			throw new IllegalArgumentException("The cluster's name takes " + name.length
					+ " bytes: the strategy 'multicast' can send " + (MAX_SIZE - overhead) + " at the most");
		}
		ByteBuffer body = ByteBuffer.allocate(FIXED_BODY_SIZE + address.length + name.length);
		body.put((byte) beacon.kind().ordinal());
		body.putLong(beacon.sender().getMostSignificantBits()).putLong(beacon.sender().getLeastSignificantBits());
		body.putLong(beacon.sequence()).putLong(beacon.timestamp());
		body.putShort((short) ((beacon.address() != null) ? beacon.address().port() : 0));
		body.put((byte) address.length).put(address);
		body.putShort((short) name.length).put(name);
		byte[] header = ByteBuffer.allocate(HEADER_SIZE)
			.putInt(MAGIC)
			.put(VERSION)
			.put((byte) ((this.cipher != null) ? 1 : 0))
			.array();
		byte[] text = (this.cipher != null) ? this.cipher.seal(header, body.array()) : body.array();
		return ByteBuffer.allocate(header.length + text.length).put(header).put(text).array();
	}

	private static byte[] addressOf(Beacon beacon) {
		PeerAddress address = beacon.address();
		if (address == null) {
			return new byte[0];
		}
		InetAddress literal = address.literal();
		if (literal == null) {
			throw new IllegalArgumentException(address.host() + " is a name, not an address");
		}
		return literal.getAddress();
	}

	/**
	 * Decode what anybody may have sent.
	 * @param datagram the datagram
	 * @param scope the zone of link-local addresses, as the receiver knows it
	 * @return the beacon, or why it is none
	 */
	Decoded decode(byte[] datagram, @Nullable String scope) {
		ByteBuffer buffer = ByteBuffer.wrap(datagram);
		if (datagram.length < HEADER_SIZE || datagram.length > MAX_SIZE || buffer.getInt() != MAGIC) {
			return Rejection.MALFORMED;
		}
		if (buffer.get() != VERSION) {
			return Rejection.OTHER_VERSION;
		}
		byte sealed = buffer.get();
		if (sealed != 0 && sealed != 1) {
			return Rejection.MALFORMED;
		}
		if (this.cipher == null) {
			return (sealed == 1) ? Rejection.SEALED : decodeBody(buffer, scope);
		}
		if (sealed == 0) {
			return Rejection.NOT_SEALED;
		}
		byte[] header = new byte[HEADER_SIZE];
		System.arraycopy(datagram, 0, header, 0, HEADER_SIZE);
		byte[] text = new byte[buffer.remaining()];
		buffer.get(text);
		byte[] body = this.cipher.open(header, text);
		return (body != null) ? decodeBody(ByteBuffer.wrap(body), scope) : Rejection.NOT_AUTHENTIC;
	}

	private static Decoded decodeBody(ByteBuffer body, @Nullable String scope) {
		if (body.remaining() < FIXED_BODY_SIZE) {
			return Rejection.MALFORMED;
		}
		int kind = body.get() & 0xff;
		if (kind >= Beacon.Kind.values().length) {
			return Rejection.OTHER_VERSION;
		}
		UUID sender = new UUID(body.getLong(), body.getLong());
		long sequence = body.getLong();
		long timestamp = body.getLong();
		int port = body.getShort() & 0xffff;
		int addressLength = body.get() & 0xff;
		if ((addressLength != 0 && addressLength != 4 && addressLength != 16)
				|| body.remaining() < addressLength + Short.BYTES) {
			return Rejection.MALFORMED;
		}
		byte[] addressBytes = new byte[addressLength];
		body.get(addressBytes);
		int nameLength = body.getShort() & 0xffff;
		if (nameLength == 0 || nameLength > body.remaining()) {
			return Rejection.MALFORMED;
		}
		String name;
		try {
			name = StandardCharsets.UTF_8.newDecoder().decode(body.slice().limit(nameLength)).toString();
		}
		catch (CharacterCodingException ex) {
			return Rejection.MALFORMED;
		}
		PeerAddress address = (addressLength > 0) ? address(addressBytes, port, scope) : null;
		if (address == null && (addressLength > 0 || kind != Beacon.Kind.QUERY.ordinal())) {
			return Rejection.MALFORMED;
		}
		return new Beacon(Beacon.Kind.values()[kind], sender, sequence, timestamp, name, address);
	}

	private static @Nullable PeerAddress address(byte[] bytes, int port, @Nullable String scope) {
		try {
			InetAddress address = InetAddress.getByAddress(bytes);
			if (port == 0 || address.isMulticastAddress() || address.isAnyLocalAddress()) {
				return null;
			}
			boolean scoped = address.isLinkLocalAddress() && bytes.length == 16 && scope != null;
			return new PeerAddress(scoped ? address.getHostAddress() + "%" + scope : address.getHostAddress(), port);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
