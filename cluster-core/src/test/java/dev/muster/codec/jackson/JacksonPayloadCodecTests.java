package dev.muster.codec.jackson;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JacksonPayloadCodecTests {

	private final JacksonPayloadCodec codec = new JacksonPayloadCodec();

	@Test
	void isJson() {
		assertThat(this.codec.id()).isEqualTo(2);
		assertThat(this.codec.contentType()).isEqualTo("application/json");
	}

	@Test
	void recordsComeBack() {
		Order order = new Order("x", 3, Instant.parse("2024-02-29T12:00:00Z"), Color.RED);
		assertThat(this.codec.decode(this.codec.encode(order), Order.class)).isEqualTo(order);
	}

	@Test
	void genericTypesComeBack() {
		List<Order> orders = List.of(new Order("x", 3, Instant.EPOCH, Color.RED));
		Type type = new TypeReference<List<Order>>() {
		}.getType();
		assertThat(this.codec.decode(this.codec.encode(orders), type)).isEqualTo(orders);
	}

	@Test
	void unknownPropertiesAreIgnored() {
		assertThat(this.codec.decode(utf8("{\"id\":\"x\",\"count\":0,\"later\":{\"a\":[1]}}"), Order.class))
			.isEqualTo(new Order("x", 0, null, null));
	}

	@Test
	void whenTheMapperFailsOnUnknownPropertiesThenSoDoesTheCodec() {
		JsonMapper strict = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> new JacksonPayloadCodec(strict).decode(utf8("{\"later\":1}"), Order.class));
	}

	@Test
	void objectIsATree() {
		assertThat(this.codec.decode(utf8("{\"a\":[1,\"b\",true]}"), Object.class))
			.isEqualTo(Map.of("a", List.of(1, "b", true)));
	}

	@Test
	void stringIsTheJsonText() {
		assertThat(this.codec.decode(utf8("{\"a\" : 1}"), String.class)).isEqualTo("{\"a\" : 1}");
		assertThat(this.codec.decode(this.codec.encode(7), String.class)).isEqualTo("7");
	}

	@Test
	void stringOfAJsonStringIsItsValue() {
		assertThat(this.codec.decode(this.codec.encode(Color.RED), String.class)).isEqualTo("RED");
	}

	@Test
	void whenJsonIsWrongThenDecodingFailsWithTheTypeWanted() {
		for (String json : new String[] { "", "{", "nonsense", "{\"id\":\"x\"} trailing", "{\"count\":\"many\"}",
				"null" }) {
			assertThatExceptionOfType(PayloadDecodingException.class).as(json)
				.isThrownBy(() -> this.codec.decode(utf8(json), Order.class))
				.withMessageContaining(Order.class.getName());
		}
		for (String json : new String[] { "", "{", "null" }) {
			assertThatExceptionOfType(PayloadDecodingException.class).as(json)
				.isThrownBy(() -> this.codec.decode(utf8(json), String.class));
		}
	}

	@Test
	void whenAPayloadCannotBeWrittenThenEncodingFailsWithItsType() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		for (Object payload : new Object[] { new Broken(), cycle }) {
			assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> this.codec.encode(payload))
				.withMessageContaining(payload.getClass().getName());
		}
	}

	@Test
	void noClassNameInJsonIsLoaded() {
		Object tree = this.codec.decode(utf8("{\"@class\":\"" + Broken.class.getName() + "\",\"value\":1}"),
				Object.class);
		assertThat(tree).isEqualTo(Map.of("@class", Broken.class.getName(), "value", 1));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	enum Color {

		RED

	}

	record Order(String id, int count, @Nullable Instant at, @Nullable Color color) {
	}

	static final class Broken {

		public String getValue() {
			throw new IllegalStateException("broken");
		}

	}

}
