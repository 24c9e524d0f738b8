package dev.muster.transport.jgroups;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ProtocolVersions;

/**
 * What members tell each other of themselves once they are in one view, and how they say
 * goodbye: the frames of channel 0. A frame is a type 1 (1 introduction, 2 goodbye, 3
 * goodbye heard, 4 introduce yourself), and for an introduction min and max version 1
 * each, features 8, name, host, port 2, number of metadata entries 2, and their names and
 * values; texts have a length of 2.
 */
final class Introduction {

	static final byte INTRODUCTION = 1;

	static final byte GOODBYE = 2;

	static final byte GOODBYE_HEARD = 3;

	static final byte INTRODUCE_YOURSELF = 4;

	/** Bound of an introduction, in bytes. */
	static final int MAX_SIZE = 16 * 1024;

	/** Bound of metadata, in bytes. */
	static final int MAX_METADATA = 12 * 1024;

	private Introduction() {
	}

	static String checkName(String property, String name) {
		if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > PacketCodec.MAX_NAME) {
			throw new IllegalArgumentException(
					property + ": '" + name + "' must not be blank nor longer than " + PacketCodec.MAX_NAME + " bytes");
		}
		return name;
	}

	static Map<String, String> checkMetadata(Map<String, String> metadata) {
		int size = 0;
		for (Map.Entry<String, String> entry : metadata.entrySet()) {
			size += 4 + 3 * (entry.getKey().length() + entry.getValue().length());
		}
		if (size > MAX_METADATA) {
			throw new IllegalArgumentException(
					"muster.metadata: about " + size + " bytes are more than the " + MAX_METADATA + " possible");
		}
		return Map.copyOf(metadata);
	}

	static byte[] encode(Member self) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(INTRODUCTION);
			out.writeByte(Hello.MIN_VERSION);
			out.writeByte(Hello.MAX_VERSION);
			out.writeLong(Hello.FEATURES);
			out.writeUTF(self.name());
			out.writeUTF(self.host());
			out.writeShort(self.port());
			out.writeShort(self.metadata().size());
			for (Map.Entry<String, String> entry : self.metadata().entrySet()) {
				out.writeUTF(entry.getKey());
				out.writeUTF(entry.getValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A text of more than 64 KB in name or metadata", ex);
		}
		return bytes.toByteArray();
	}

	static Introduced decode(MemberId id, byte[] frame) throws MalformedPacketException {
		if (frame.length > MAX_SIZE) {
			throw new MalformedPacketException("an introduction of " + frame.length + " bytes");
		}
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
			in.readByte();
			ProtocolVersions versions = new ProtocolVersions(in.readUnsignedByte(), in.readUnsignedByte());
			in.readLong();
			String name = in.readUTF();
			String host = in.readUTF();
			int port = in.readUnsignedShort();
			int count = in.readUnsignedShort();
			Map<String, String> metadata = new LinkedHashMap<>();
			for (int i = 0; i < count; i++) {
				metadata.put(in.readUTF(), in.readUTF());
			}
			return new Introduced(new Member(id, name, host, port, metadata), versions);
		}
		catch (IOException ex) {
			throw new MalformedPacketException("an introduction that is cut short");
		}
	}

	/**
	 * What a member said of itself.
	 *
	 * @param member who it is
	 * @param versions what it speaks
	 */
	record Introduced(Member member, ProtocolVersions versions) {
	}

}
