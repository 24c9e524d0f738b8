package dev.muster.codec;

import java.lang.reflect.Type;

/**
 * Encodes payloads that are neither {@code byte[]} nor {@code String}; those travel as
 * they are. Must be safe for use by many threads.
 */
public interface PayloadCodec {

	/**
	 * Return the number that names this codec on the wire: the same on all members. 0 to
	 * 15 are Muster's own (0 raw bytes, 1 text, 2 JSON, 3 CBOR, 4 Smile).
	 * @return the number, 0 to 127
	 */
	int id();

	/**
	 * Return the media type of what this codec makes.
	 * @return such as {@code application/json}
	 */
	String contentType();

	/**
	 * Encode.
	 * @param payload the payload
	 * @return the bytes, the caller's from now on
	 * @throws PayloadEncodingException if this payload cannot be encoded
	 */
	byte[] encode(Object payload) throws PayloadEncodingException;

	/**
	 * Decode.
	 * @param bytes the bytes, not to be changed
	 * @param type what the receiver wants; {@code Object} leaves it to the codec
	 * @return the payload
	 * @throws PayloadDecodingException if the bytes are not of that type
	 */
	Object decode(byte[] bytes, Type type) throws PayloadDecodingException;

}
