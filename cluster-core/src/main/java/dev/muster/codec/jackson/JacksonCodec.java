package dev.muster.codec.jackson;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.codec.PayloadCodec;
import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * One data model, the mapper's, in one of Jackson's formats: names, modules and features
 * are the same whatever the format.
 */
abstract class JacksonCodec implements PayloadCodec {

	private static final int MAX_READERS = 1024;

	private final String name;

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	private final @Nullable TokenStreamFactory factory;

	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	/**
	 * Create a codec.
	 * @param name of the format, for messages to people
	 * @param mapper what maps objects
	 * @param factory what reads and writes the format, or {@code null} for the mapper's,
	 * which is JSON
	 */
	JacksonCodec(String name, JsonMapper mapper, @Nullable TokenStreamFactory factory) {
		this.name = name;
		this.mapper = LogicalNamesOnly.in(mapper);
		this.writer = this.mapper.writer();
		this.factory = factory;
	}

	@Override
	public final byte[] encode(Object payload) {
		try {
			return (this.factory != null) ? write(this.factory, payload) : this.writer.writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new PayloadEncodingException("A payload of type " + payload.getClass().getName()
					+ " cannot be written as " + this.name + ": " + ex.getOriginalMessage(), ex);
		}
	}

	private byte[] write(TokenStreamFactory binary, Object payload) {
		try (ByteArrayBuilder out = new ByteArrayBuilder()) {
			try (JsonGenerator generator = binary.createGenerator(ObjectWriteContext.empty(), out)) {
				this.writer.writeValue(generator, payload);
			}
			return out.toByteArray();
		}
	}

	@Override
	public final Object decode(byte[] bytes, Type type) {
		try {
			Object value = (type == String.class) ? text(bytes) : read(reader(type), bytes);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			throw new PayloadDecodingException(this.name + " of " + bytes.length + " bytes cannot become "
					+ type.getTypeName() + ": " + ex.getOriginalMessage(), ex);
		}
		throw new PayloadDecodingException(this.name + " null cannot become " + type.getTypeName(), null);
	}

	private @Nullable Object read(ObjectReader reader, byte[] bytes) {
		return (this.factory != null) ? reader.readValue(this.factory.createParser(ObjectReadContext.empty(), bytes))
				: reader.readValue(bytes);
	}

	private @Nullable String text(byte[] bytes) {
		JsonNode node = (JsonNode) read(reader(JsonNode.class), bytes);
		if (node == null || node.isNull() || node.isMissingNode()) {
			return null;
		}
		if (node.isString()) {
			return node.stringValue();
		}
		return (this.factory != null) ? node.toString() : new String(bytes, StandardCharsets.UTF_8);
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
