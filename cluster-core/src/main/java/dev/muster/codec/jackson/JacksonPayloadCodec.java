package dev.muster.codec.jackson;

import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson 3.
 *
 * <p>
 * The mapper decides all details. Unknown properties are ignored, so that members of two
 * versions of an application can talk, unless the mapper is told to fail on them.
 * Subtypes are told apart by logical names ({@code @JsonTypeInfo(use = NAME)}); a class
 * name in a payload has no effect, whatever the mapper and the annotations say.
 *
 * <p>
 * Decoded as {@code Object}, JSON becomes maps, lists, strings, numbers and booleans;
 * decoded as {@code String}, a JSON string becomes its value and all else stays the JSON
 * text that it is.
 */
public final class JacksonPayloadCodec extends JacksonCodec {

	/**
	 * Create a codec with Jackson's defaults.
	 */
	public JacksonPayloadCodec() {
		this(JsonMapper.shared());
	}

	/**
	 * Create a codec.
	 * @param mapper what reads and writes JSON
	 */
	public JacksonPayloadCodec(JsonMapper mapper) {
		super("JSON", mapper, null);
	}

	@Override
	public int id() {
		return 2;
	}

	@Override
	public String contentType() {
		return "application/json";
	}

}
