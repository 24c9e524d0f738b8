package dev.muster.codec.jackson;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;

/**
 * Smile by Jackson 3: a binary form of JSON that says each name once. Needs
 * {@code tools.jackson.dataformat:jackson-dataformat-smile}.
 *
 * <p>
 * Objects are mapped by the mapper that JSON has, too, so names, modules and features are
 * the same, and so is what {@link JacksonPayloadCodec} says of types. Decoded as
 * {@code String}, text becomes its value and all else JSON.
 */
public final class SmilePayloadCodec extends JacksonCodec {

	/**
	 * Create a codec with Jackson's defaults.
	 */
	public SmilePayloadCodec() {
		this(JsonMapper.shared());
	}

	/**
	 * Create a codec.
	 * @param mapper what maps objects; the limits of what it reads hold here, too
	 */
	public SmilePayloadCodec(JsonMapper mapper) {
		super("Smile", mapper,
				SmileFactory.builder()
					.streamReadConstraints(mapper.tokenStreamFactory().streamReadConstraints())
					.build());
	}

	@Override
	public int id() {
		return 4;
	}

	@Override
	public String contentType() {
		return "application/x-jackson-smile";
	}

}
