package dev.muster.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What a member can encode and decode: bytes, text, and the objects of the one codec it
 * is configured with. Safe for use by many threads.
 *
 * <p>
 * What a payload becomes depends on how it came and on what the receiver wants:
 *
 * <table>
 * <caption>Conversions</caption>
 * <tr>
 * <th>wanted</th>
 * <th>bytes (0)</th>
 * <th>text (1)</th>
 * <th>the codec's</th>
 * </tr>
 * <tr>
 * <td>{@code byte[]}</td>
 * <td>as they came</td>
 * <td>its UTF-8</td>
 * <td>as encoded</td>
 * </tr>
 * <tr>
 * <td>{@code String}</td>
 * <td>read as UTF-8</td>
 * <td>the text</td>
 * <td>what the codec says</td>
 * </tr>
 * <tr>
 * <td>{@code Object}</td>
 * <td>{@code byte[]}</td>
 * <td>{@code String}</td>
 * <td>what the codec says</td>
 * </tr>
 * <tr>
 * <td>any other</td>
 * <td>what the codec reads</td>
 * <td>what the codec reads</td>
 * <td>what the codec reads</td>
 * </tr>
 * </table>
 */
public final class PayloadCodecs {

	/**
	 * Id of {@code byte[]} payloads.
	 */
	public static final int BYTES = 0;

	/**
	 * Id of {@code String} payloads, in UTF-8.
	 */
	public static final int TEXT = 1;

	private final @Nullable PayloadCodec codec;

	/** An id is one byte, so these are not many. */
	private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

	/**
	 * Create codecs.
	 * @param codec what encodes objects, or {@code null} for bytes and text only
	 */
	public PayloadCodecs(@Nullable PayloadCodec codec) {
		if (codec != null && (codec.id() <= TEXT || codec.id() > 127)) {
			throw new IllegalArgumentException("The codec " + codec.getClass().getName() + " has the id " + codec.id()
					+ ": 0 and 1 are taken, 127 is the last one possible");
		}
		this.codec = codec;
	}

	/**
	 * Return the id that a payload travels with.
	 * @param payload the payload
	 * @return the id
	 */
	public int idFor(Object payload) {
		if (payload instanceof byte[]) {
			return BYTES;
		}
		return (payload instanceof String) ? TEXT : codecFor(payload).id();
	}

	/**
	 * Encode.
	 * @param payload the payload
	 * @return the bytes; a {@code byte[]} is returned as it is
	 * @throws PayloadEncodingException if this payload cannot be encoded
	 */
	public byte[] encode(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		if (payload instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		try {
			return codecFor(payload).encode(payload);
		}
		catch (PayloadEncodingException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new PayloadEncodingException(
					"A payload of type " + payload.getClass().getName() + " cannot be encoded: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Decode.
	 * @param id the id that the payload came with
	 * @param bytes the payload, not to be changed; it is the result if {@code byte[]} is
	 * wanted
	 * @param type what the receiver wants
	 * @return the payload
	 * @throws PayloadDecodingException if it cannot become that; an
	 * {@link UnknownCodecException} if this member has not the codec
	 */
	public Object decode(int id, byte[] bytes, Type type) {
		if (type == byte[].class || (type == Object.class && id == BYTES)) {
			return bytes;
		}
		boolean text = type == String.class || type == CharSequence.class;
		if (id == TEXT && (text || type == Object.class)) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
		if (id == BYTES && text) {
			return strictText(bytes);
		}
		return decodeObject(id, bytes, text ? String.class : type);
	}

	private Object decodeObject(int id, byte[] bytes, Type type) {
		PayloadCodec reader = this.codec;
		if (reader == null || (id > TEXT && id != reader.id())) {
			String problem = "A payload of codec " + id + " cannot become " + type.getTypeName() + ": this member "
					+ ((reader != null) ? "has codec " + reader.id() : "has no codec")
					+ " (muster.pubsub.codec, the same on all members)";
			throw (id > TEXT) ? new UnknownCodecException(id, this.unknown.add(id), problem)
					: new PayloadDecodingException(problem, null);
		}
		try {
			Object payload = reader.decode(bytes, type);
			if (payload != null) { // a user's codec need not keep its word
				return payload;
			}
		}
		catch (PayloadDecodingException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new PayloadDecodingException("A payload of " + bytes.length + " bytes of codec " + id
					+ " cannot become " + type.getTypeName() + ": " + ex.getMessage(), ex);
		}
		throw new PayloadDecodingException("A payload of codec " + id + " is null as " + type.getTypeName(), null);
	}

	private static String strictText(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new PayloadDecodingException("A payload of " + bytes.length + " bytes is no text in UTF-8", ex);
		}
	}

	private PayloadCodec codecFor(Object payload) {
		if (this.codec == null) {
			throw new PayloadEncodingException(
					"A payload of type " + payload.getClass().getName() + " needs a codec and none is configured"
							+ " (muster.pubsub.codec, PubSubSettings.withCodec): only byte[] and String go without",
					null);
		}
		return this.codec;
	}

}
