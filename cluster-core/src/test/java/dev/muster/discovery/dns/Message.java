package dev.muster.discovery.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.dns.DnsRecordType;

/**
 * A DNS message as it is on the wire, put together by hand so that it can be wrong.
 */
final class Message {

	static final int NO_ERROR = 0x8180;

	static final int TRUNCATED = 0x8380;

	private static final int HEADER_LENGTH = 12;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private final int id;

	private final int flags;

	private final int[] counts = { 1, 0, 0, 0 };

	/**
	 * Answer a query.
	 * @param query its bytes
	 * @param flags the flags with the response code
	 */
	Message(byte[] query, int flags) {
		this.id = number(query, 0);
		this.flags = flags;
		int end = HEADER_LENGTH;
		while (query[end] != 0) {
			end += 1 + query[end];
		}
		this.body.write(query, HEADER_LENGTH, end + 5 - HEADER_LENGTH);
	}

	private static int number(byte[] bytes, int index) {
		return (bytes[index] & 0xff) << 8 | bytes[index + 1] & 0xff;
	}

	static boolean hasEdns(byte[] query) {
		return number(query, 10) == 1;
	}

	/** Return what is asked for, such as {@code shop.test. A}. */
	static String question(byte[] query) {
		StringBuilder name = new StringBuilder();
		int at = HEADER_LENGTH;
		for (; query[at] != 0; at += 1 + query[at]) {
			name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII)).append('.');
		}
		return name + " " + DnsRecordType.valueOf(number(query, at + 1)).name();
	}

	Message count(int section, int count) {
		this.counts[section] = count;
		return this;
	}

	/** Add an answer for the name asked for. */
	Message address(String literal) {
		return address(1, pointer(), literal);
	}

	/** Add what comes along. */
	Message additional(String name, String literal) {
		return address(3, name(name), literal);
	}

	private Message address(int section, byte[] name, String literal) {
		try {
			byte[] address = InetAddress.getByName(literal).getAddress();
			return add(section, name, (address.length == 4) ? DnsRecordType.A : DnsRecordType.AAAA, address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	Message service(String host, int port) {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		data.writeBytes(new byte[] { 0, 1, 0, 1, (byte) (port >> 8), (byte) port });
		data.writeBytes(name(host));
		return add(1, pointer(), DnsRecordType.SRV, data.toByteArray());
	}

	Message alias(String target) {
		return add(1, pointer(), DnsRecordType.CNAME, name(target));
	}

	Message addressOf(String name, String literal) {
		return address(1, name(name), literal);
	}

	/** Add an EDNS record with the upper bits of the response code. */
	Message extendedCode(int upper) {
		this.counts[3]++;
		this.body.writeBytes(new byte[] { 0, 0, 41, 4, (byte) 208, (byte) upper, 0, 0, 0, 0, 0 });
		return this;
	}

	private Message add(int section, byte[] name, DnsRecordType type, byte[] data) {
		this.counts[section]++;
		this.body.writeBytes(name);
		this.body.writeBytes(new byte[] { (byte) (type.intValue() >> 8), (byte) type.intValue(), 0, 1, 0, 0, 0, 5,
				(byte) (data.length >> 8), (byte) data.length });
		this.body.writeBytes(data);
		return this;
	}

	private static byte[] pointer() {
		return new byte[] { (byte) 0xc0, HEADER_LENGTH };
	}

	private static byte[] name(String name) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (String label : name.split("\\.")) {
			bytes.write(label.length());
			bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
		}
		bytes.write(0);
		return bytes.toByteArray();
	}

	byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int number : new int[] { this.id, this.flags, this.counts[0], this.counts[1], this.counts[2],
				this.counts[3] }) {
			bytes.write(number >> 8);
			bytes.write(number);
		}
		bytes.writeBytes(this.body.toByteArray());
		return bytes.toByteArray();
	}

}
