package dev.muster.codec.jackson;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * CBOR by Jackson 3: RFC 8949, smaller than JSON and readable from any language. Needs
 * {@code tools.jackson.dataformat:jackson-dataformat-cbor}.
 *
 * <p>
 * Objects are mapped by the mapper that JSON has, too, so names, modules and features are
 * the same, and so is what {@link JacksonPayloadCodec} says of types. Decoded as
 * {@code String}, text becomes its value and all else JSON.
 */
public final class CborPayloadCodec extends JacksonCodec {

	/**
	 * Create a codec with Jackson's defaults.
	 */
	public CborPayloadCodec() {
		this(JsonMapper.shared());
	}

	/**
	 * Create a codec.
	 * @param mapper what maps objects; the limits of what it reads hold here, too
	 */
	public CborPayloadCodec(JsonMapper mapper) {
		super("CBOR", mapper,
				CBORFactory.builder()
					.streamReadConstraints(mapper.tokenStreamFactory().streamReadConstraints())
					.build());
	}

	@Override
	public int id() {
		return 3;
	}

	@Override
	public String contentType() {
		return "application/cbor";
	}

}
