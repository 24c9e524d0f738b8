package dev.muster.codec.jackson;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.muster.codec.PayloadCodec;
import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for all formats of Jackson, above all that no payload can name a class.
 */
class JacksonCodecsTests {

	static final List<String> LOADED = new ArrayList<>();

	static List<PayloadCodec> codecs() {
		return codecs(JsonMapper.shared());
	}

	private static List<PayloadCodec> codecs(JsonMapper mapper) {
		return List.of(new JacksonPayloadCodec(mapper), new CborPayloadCodec(mapper), new SmilePayloadCodec(mapper));
	}

	@Test
	void eachHasTheIdThatIsReservedForIt() {
		assertThat(codecs()).extracting(PayloadCodec::id).containsExactly(2, 3, 4);
		assertThat(codecs()).extracting(PayloadCodec::contentType)
			.containsExactly("application/json", "application/cbor", "application/x-jackson-smile");
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void recordsAndGenericTypesComeBack(PayloadCodec codec) {
		Order order = new Order("x", 3, new byte[] { 1, 2 }, Map.of("a", List.of(1.5, 2.0)));
		Order back = (Order) codec.decode(codec.encode(order), Order.class);
		assertThat(back).usingRecursiveComparison().isEqualTo(order);
		Type type = new TypeReference<Map<String, List<TwoWords>>>() {
		}.getType();
		Map<String, List<TwoWords>> words = Map.of("here", List.of(new TwoWords(2)));
		assertThat(codec.decode(codec.encode(words), type)).isEqualTo(words);
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void unknownPropertiesAreIgnored(PayloadCodec codec) {
		byte[] later = codec.encode(Map.of("twoWords", 2, "color", Map.of("red", List.of(255))));
		assertThat(codec.decode(later, TwoWords.class)).isEqualTo(new TwoWords(2));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void objectIsATreeAndStringIsText(PayloadCodec codec) {
		byte[] bytes = codec.encode(Map.of("a", List.of(1, "b", true)));
		assertThat(codec.decode(bytes, Object.class)).isEqualTo(Map.of("a", List.of(1, "b", true)));
		assertThat(codec.decode(bytes, String.class)).isEqualTo("{\"a\":[1,\"b\",true]}");
		assertThat(codec.decode(codec.encode("plain"), String.class)).isEqualTo("plain");
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void subtypesAreToldApartByLogicalNames(PayloadCodec codec) {
		for (Shape shape : List.of(new Circle(2), new Square(3))) {
			byte[] bytes = codec.encode(shape);
			assertThat(codec.decode(bytes, Shape.class)).isEqualTo(shape);
			assertThat(codec.decode(bytes, String.class)).asString()
				.contains("\"type\":\"" + shape.getClass().getSimpleName().toLowerCase(Locale.ROOT));
		}
		Type list = new TypeReference<List<Shape>>() {
		}.getType();
		List<Shape> shapes = List.of(new Circle(2), new Square(3));
		assertThat(codec.decode(codec.encode(new Shapes(shapes)), Shapes.class)).isEqualTo(new Shapes(shapes));
		assertThat(codec.decode(codec.encode(List.of(Map.of("type", "circle", "radius", 1))), list))
			.isEqualTo(List.of(new Circle(1)));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenALogicalNameIsUnknownThenDecodingFails(PayloadCodec codec) {
		for (String name : List.of("hexagon", Gadget.class.getName())) {
			byte[] bytes = codec.encode(Map.of("type", name, "value", 1));
			assertThatExceptionOfType(PayloadDecodingException.class)
				.isThrownBy(() -> codec.decode(bytes, Shape.class));
		}
		assertThat(LOADED).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void aClassNameInAPayloadIsDataLikeAnyOther(PayloadCodec codec) {
		Map<String, Object> named = Map.of("@class", Gadget.class.getName(), "value", 1);
		assertThat(codec.decode(codec.encode(named), Object.class)).isEqualTo(named);
		assertThat(codec.decode(codec.encode(List.of(Gadget.class.getName(), Map.of("value", 1))), Object.class))
			.isEqualTo(List.of(Gadget.class.getName(), Map.of("value", 1)));
		assertThat(codec.decode(codec.encode(Map.of("payload", named)), Holder.class)).isEqualTo(new Holder(named));
		assertThat(LOADED).isEmpty();
	}

	@Test
	void whenTheMapperHasDefaultTypingThenStillNoClassNameIsRead() {
		JsonMapper open = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.build();
		List<Object> named = List.of(Gadget.class.getName(), Map.of("value", 1));
		assertThat(open.readValue(JsonMapper.shared().writeValueAsBytes(named), Object.class))
			.as("the attack works without the codec")
			.isInstanceOf(Gadget.class);
		LOADED.clear();
		for (PayloadCodec codec : codecs(open)) {
			byte[] bytes = codec.encode(named);
			assertThat(codec.decode(bytes, Object.class)).isEqualTo(named);
		}
		assertThat(LOADED).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenATypeIsToldApartByClassNamesThenItIsRefused(PayloadCodec codec) {
		byte[] bytes = codec.encode(Map.of("@class", Gadget.class.getName(), "value", 1));
		for (Class<?> type : List.of(NamedByClass.class, HolderOfAny.class)) {
			assertThatExceptionOfType(PayloadDecodingException.class).isThrownBy(() -> codec.decode(bytes, type));
		}
		byte[] held = codec.encode(Map.of("any", Map.of("@class", Gadget.class.getName(), "value", 1)));
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> codec.decode(held, HolderOfAny.class));
		assertThat(LOADED).isEmpty();
	}

	@Test
	void theMappersNamesHoldInEachFormat() {
		JsonMapper snake = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		for (PayloadCodec codec : codecs(snake)) {
			assertThat(codec.decode(codec.encode(new TwoWords(1)), Object.class)).isEqualTo(Map.of("two_words", 1));
		}
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenBytesAreWrongThenDecodingFailsWithTheTypeWanted(PayloadCodec codec) {
		byte[] good = codec.encode(new Circle(2));
		for (byte[] bytes : new byte[][] { {}, { -1, -1, -1 }, Arrays.copyOf(good, good.length - 1),
				codec.encode(List.of(1)) }) {
			assertThatExceptionOfType(PayloadDecodingException.class)
				.isThrownBy(() -> codec.decode(bytes, Circle.class))
				.withMessageContaining(Circle.class.getName());
		}
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenAPayloadCannotBeWrittenThenEncodingFailsWithItsType(PayloadCodec codec) {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> codec.encode(cycle))
			.withMessageContaining(ArrayList.class.getName());
	}

	@Test
	void binaryFormatsAreSmaller() {
		Shapes shapes = new Shapes(List.of(new Circle(2), new Square(3), new Circle(4)));
		assertThat(codecs()).extracting((codec) -> codec.encode(shapes).length)
			.satisfies((sizes) -> assertThat(sizes.get(1)).isLessThan(sizes.get(0)))
			.satisfies((sizes) -> assertThat(sizes.get(2)).isLessThan(sizes.get(0)));
	}

	record Order(String id, int count, byte[] raw, @Nullable Map<String, List<Double>> more) {
	}

	record TwoWords(int twoWords) {
	}

	record Holder(Object payload) {
	}

	record Shapes(List<Shape> shapes) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface NamedByClass {

	}

	static final class HolderOfAny {

		@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
		public @Nullable Object any;

	}

	/**
	 * What an attacker would like to have made.
	 */
	static class Gadget implements NamedByClass {

		public int value;

		Gadget() {
			LOADED.add("a gadget");
		}

	}

}
