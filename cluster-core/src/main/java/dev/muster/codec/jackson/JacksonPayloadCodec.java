package dev.muster.codec.jackson;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.codec.PayloadCodec;
import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Jackson 3.
 *
 * <p>
 * The mapper decides all details. Unknown properties are ignored, so that members of two
 * versions of an application can talk, unless the mapper is told to fail on them.
 *
 * <p>
 * Decoded as {@code Object}, JSON becomes maps, lists, strings, numbers and booleans;
 * decoded as {@code String}, a JSON string becomes its value and all else stays the JSON
 * text that it is.
 */
public final class JacksonPayloadCodec implements PayloadCodec {

	private static final int MAX_READERS = 1024;

	private final JsonMapper mapper;

	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

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
		this.mapper = mapper;
	}

	@Override
	public int id() {
		return 2;
	}

	@Override
	public String contentType() {
		return "application/json";
	}

	@Override
	public byte[] encode(Object payload) {
		try {
			return this.mapper.writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new PayloadEncodingException("A payload of type " + payload.getClass().getName()
					+ " cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		try {
			Object value = (type == String.class) ? text(bytes) : reader(type).readValue(bytes);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			throw new PayloadDecodingException("JSON of " + bytes.length + " bytes cannot become " + type.getTypeName()
					+ ": " + ex.getOriginalMessage(), ex);
		}
		throw new PayloadDecodingException("JSON null cannot become " + type.getTypeName(), null);
	}

	private @Nullable String text(byte[] bytes) {
		JsonNode node = this.mapper.readTree(bytes);
		if (node.isNull() || node.isMissingNode()) {
			return null;
		}
		return node.isString() ? node.stringValue() : new String(bytes, StandardCharsets.UTF_8);
	}

	private ObjectReader reader(Type type) {
		ObjectReader reader = this.readers.get(type);
		if (reader == null) {
			reader = this.mapper.readerFor(this.mapper.constructType(type));
			if (this.readers.size() < MAX_READERS) {
				this.readers.put(type, reader);
			}
		}
		return reader;
	}

}
