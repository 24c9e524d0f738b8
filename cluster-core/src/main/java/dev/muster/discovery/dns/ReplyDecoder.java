package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;

/**
 * Makes a {@link Reply} of the bytes of a message. Netty's codec takes the message apart,
 * within its bounds: names of 255 characters, 127 pointers in a name, 4096 records of a
 * section. It is lenient where the message ends too early; this class is not, since an
 * answer with half of the members must not be taken for all. Not thread-safe.
 */
final class ReplyDecoder extends DatagramDnsResponseDecoder {

	private static final InetSocketAddress NOBODY = new InetSocketAddress(0);

	private static final int HEADER_LENGTH = 12;

	private static final int MAX_ALIASES = 16;

	private static final int SERVICE_HEADER_LENGTH = 6;

	/**
	 * Decode.
	 * @param message the bytes, from index 0
	 * @param id the identifier of the query
	 * @param question the question
	 * @return the reply
	 * @throws MalformedReplyException if they are no answer to it
	 */
	Reply decode(ByteBuf message, int id, Question question) throws MalformedReplyException {
		if (message.readableBytes() < HEADER_LENGTH) {
			throw new MalformedReplyException("it has " + message.readableBytes() + " bytes, and a DNS message has "
					+ HEADER_LENGTH + " or more");
		}
		int[] counts = { message.getUnsignedShort(6), message.getUnsignedShort(8), message.getUnsignedShort(10) };
		DnsResponse response;
		try {
			response = decodeResponse(null, new DatagramPacket(message, NOBODY, NOBODY));
		}
		catch (Exception ex) { // of which there are many kinds, all for bytes that make
								// no sense
			throw new MalformedReplyException(ex);
		}
		try {
			check(response, id, question, counts);
			return reply(response, question);
		}
		finally {
			response.release();
		}
	}

	private static void check(DnsResponse response, int id, Question question, int[] counts)
			throws MalformedReplyException {
		if (response.id() != id) {
			throw new MalformedReplyException("it answers another query");
		}
		boolean conclusive = response.code().intValue() == Reply.NO_ERROR
				|| response.code().intValue() == Reply.NO_SUCH_NAME;
		DnsQuestion asked = response.recordAt(DnsSection.QUESTION);
		if ((asked != null) ? !isSame(asked, question) : conclusive) {
			throw new MalformedReplyException("it answers another question");
		}
		DnsSection[] sections = { DnsSection.ANSWER, DnsSection.AUTHORITY, DnsSection.ADDITIONAL };
		for (int i = 0; i < sections.length && !response.isTruncated(); i++) {
			if (response.count(sections[i]) != counts[i]) {
				throw new MalformedReplyException("it is cut off: of " + counts[i] + " records in the section "
						+ sections[i] + " there are " + response.count(sections[i]));
			}
		}
	}

	private static boolean isSame(DnsQuestion asked, Question question) {
		return asked.type().equals(question.type()) && DomainName.absolute(asked.name()).equals(question.name());
	}

	private static Reply reply(DnsResponse response, Question question) throws MalformedReplyException {
		String canonicalName = canonicalName(response, question.name());
		Set<InetAddress> addresses = new LinkedHashSet<>();
		List<Reply.Service> services = new ArrayList<>();
		for (DnsRawRecord each : records(response, DnsSection.ANSWER)) {
			if (DomainName.absolute(each.name()).equals(canonicalName) && each.type().equals(question.type())) {
				if (each.type().equals(DnsRecordType.SRV)) {
					services.add(service(each.content()));
				}
				else {
					addresses.add(address(each));
				}
			}
		}
		Map<String, Set<InetAddress>> hosts = new HashMap<>();
		int extendedCode = 0;
		for (DnsRawRecord each : records(response, DnsSection.ADDITIONAL)) {
			if (each.type().equals(DnsRecordType.A) || each.type().equals(DnsRecordType.AAAA)) {
				hosts.computeIfAbsent(DomainName.absolute(each.name()), (name) -> new LinkedHashSet<>())
					.add(address(each));
			}
			else if (each.type().equals(DnsRecordType.OPT)) {
				extendedCode = (int) (each.timeToLive() >>> 24) & 0xff;
			}
		}
		boolean competent = response.isAuthoritativeAnswer() || response.isRecursionAvailable();
		return new Reply(extendedCode << 4 | response.code().intValue(), response.isTruncated(), competent,
				canonicalName, addresses, services, hosts);
	}

	private static String canonicalName(DnsResponse response, String name) {
		Map<String, String> aliases = new HashMap<>();
		for (DnsRawRecord each : records(response, DnsSection.ANSWER)) {
			if (each.type().equals(DnsRecordType.CNAME)) {
				aliases.putIfAbsent(DomainName.absolute(each.name()), name(each.content().duplicate()));
			}
		}
		String current = name;
		for (int i = 0; i < MAX_ALIASES && aliases.containsKey(current); i++) {
			current = aliases.getOrDefault(current, current);
		}
		return current;
	}

	private static List<DnsRawRecord> records(DnsResponse response, DnsSection section) {
		List<DnsRawRecord> result = new ArrayList<>();
		for (int i = 0; i < response.count(section); i++) {
			DnsRecord each = response.recordAt(section, i);
			if (each instanceof DnsRawRecord raw
					&& (raw.dnsClass() == DnsRecord.CLASS_IN || raw.type().equals(DnsRecordType.OPT))) { // whose
																											// class
																											// is
																											// a
																											// size
				result.add(raw);
			}
		}
		return result;
	}

	private static InetAddress address(DnsRawRecord each) throws MalformedReplyException {
		ByteBuf content = each.content();
		byte[] bytes = new byte[Math.min(content.readableBytes(), 17)];
		content.getBytes(content.readerIndex(), bytes);
		if (bytes.length != (each.type().equals(DnsRecordType.A) ? 4 : 16)) {
			throw new MalformedReplyException("an address in it is of a wrong length");
		}
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new MalformedReplyException(ex);
		}
	}

	private static Reply.Service service(ByteBuf content) throws MalformedReplyException {
		ByteBuf in = content.duplicate();
		if (in.readableBytes() <= SERVICE_HEADER_LENGTH) {
			throw new MalformedReplyException("a service in it is too short");
		}
		int priority = in.readUnsignedShort();
		in.skipBytes(2); // the weight: all are members
		int port = in.readUnsignedShort();
		try {
			return new Reply.Service(priority, name(in), port);
		}
		catch (RuntimeException ex) {
			throw new MalformedReplyException(ex);
		}
	}

	private static String name(ByteBuf in) {
		return DomainName.absolute(DefaultDnsRecordDecoder.decodeName(in));
	}

}
