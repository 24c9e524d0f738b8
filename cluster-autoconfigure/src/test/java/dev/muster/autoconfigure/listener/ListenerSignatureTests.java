package dev.muster.autoconfigure.listener;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.muster.Member;
import dev.muster.pubsub.Message;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * Tests for {@link ListenerSignature} and {@link ListenerMethod}.
 */
class ListenerSignatureTests {

	private static final Map<String, String> HEADERS = Map.of("trace", "t1", "count", "42", "wait", "5s", "trace2",
			"t2");

	private static final RecordingPubSub.TestMessage MESSAGE = new RecordingPubSub.TestMessage("orders.created",
			new Order("o1"), RecordingPubSub.SENDER, Instant.EPOCH, HEADERS);

	private final Listeners bean = new Listeners();

	@Test
	void recordPayload() throws Exception {
		assertThat(payloadType("record")).isEqualTo(Order.class);
		assertThat(call("record", MESSAGE)).asInstanceOf(LIST).containsExactly(new Order("o1"));
	}

	@Test
	void genericPayloadKeepsItsGenerics() {
		assertThat(payloadType("list"))
			.isEqualTo(ResolvableType.forClassWithGenerics(List.class, Order.class).getType());
	}

	@Test
	void bytesAndTextPayloads() {
		assertThat(payloadType("bytes")).isEqualTo(byte[].class);
		assertThat(payloadType("text")).isEqualTo(String.class);
	}

	@Test
	void primitivePayloadIsBoxed() throws Exception {
		assertThat(payloadType("primitive")).isEqualTo(Integer.class);
		assertThat(call("primitive", with(7))).asInstanceOf(LIST).containsExactly(7);
	}

	@Test
	void annotatedPayloadMayBeAMap() {
		assertThat(ResolvableType.forType(payloadType("map")).resolve()).isEqualTo(Map.class);
	}

	@Test
	void messageSaysThePayloadType() throws Exception {
		assertThat(payloadType("message")).isEqualTo(Order.class);
		assertThat(call("message", MESSAGE)).asInstanceOf(LIST).containsExactly(MESSAGE);
	}

	@Test
	void messageMaySayAnUpperBound() {
		assertThat(payloadType("boundedMessage")).isEqualTo(Order.class);
	}

	@Test
	void messageOfAnythingLeavesTheTypeToTheCodec() {
		assertThat(payloadType("anyMessage")).isEqualTo(Object.class);
		assertThat(payloadType("rawMessage")).isEqualTo(Object.class);
	}

	@Test
	void whenThePayloadIsNotWantedThenItIsNotDecoded() throws Exception {
		assertThat(payloadType("senderOnly")).isEqualTo(byte[].class);
		assertThat(call("senderOnly", MESSAGE)).asInstanceOf(LIST).containsExactly(RecordingPubSub.SENDER);
		assertThat(payloadType("nothing")).isEqualTo(byte[].class);
		assertThat(call("nothing", MESSAGE)).asInstanceOf(LIST).isEmpty();
	}

	@Test
	void allKindsInAnyOrder() throws Exception {
		assertThat(payloadType("all")).isEqualTo(Order.class);
		assertThat(call("all", MESSAGE)).asInstanceOf(LIST)
			.containsExactly(RecordingPubSub.SENDER, "t1", MESSAGE, new Order("o1"), HEADERS);
	}

	@Test
	void headersAreConverted() throws Exception {
		assertThat(call("converted", MESSAGE)).asInstanceOf(LIST)
			.containsExactly(42, Duration.ofSeconds(5), Optional.of("t1"), "t2");
	}

	@Test
	void absentHeadersThatAreNotRequired() throws Exception {
		assertThat(call("optional", MESSAGE)).asInstanceOf(LIST).containsExactly(null, Optional.empty(), 7, null);
	}

	@Test
	void absentHeaderThatIsRequiredFailsTheMessage() {
		assertThatExceptionOfType(MissingHeaderException.class).isThrownBy(() -> call("missing", MESSAGE))
			.withMessageContaining("'nope'")
			.withMessageContaining("'orders.created'");
	}

	@Test
	void typeVariablesAreResolvedByTheBeansType() {
		Method method = method(Base.class, "on");
		assertThat(ListenerSignature.read(method, Sub.class, context()).payloadType()).isEqualTo(Order.class);
	}

	@Test
	void annotationsOfParametersMayStandOnAnInterface() {
		Method method = method(Implementation.class, "on");
		ListenerSignature signature = ListenerSignature.read(method, Implementation.class, context());
		assertThat(signature.arguments().get(1)).isInstanceOf(HeaderArgument.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plainFuture       | it returns a Future            | CompletableFuture
			flux              | it returns a Flux              | collectList
			flowPublisher     | it returns a Publisher         | Mono
			stream            | it returns a Stream            | List
			validList         | a List has no constraints      | record
			validated         | there is no Validator          | spring-boot-starter-validation
			twoPayloads       | two parameters for one payload | @Header
			conflict          | both as                        | Message<?>
			springMessage     | org.springframework.messaging  | dev.muster.pubsub.Message
			springHeaders     | org.springframework.messaging  | @Headers
			wrongHeaders      | @Headers are a Map             | Map<String, String>
			listHeaders       | @Headers are a Map             | Map<String, String>
			expression        | expression 'id'                | Remove it
			noConversion      | cannot be converted            | Converter
			primitiveHeader   | may be absent                  | defaultValue
			badDefault        | default value 'many'           | defaultValue
			typeVariable      | type variable T                | Use a type
			""")
	void impossibleSignatures(String name, String problem, String remedy) {
		assertThatExceptionOfType(InvalidClusterListenerException.class).isThrownBy(() -> read(name))
			.withMessageContaining("Listeners." + name + "(")
			.satisfies((ex) -> {
				assertThat(ex.problem()).contains(problem);
				assertThat(ex.remedy()).contains(remedy).endsWith(".");
			});
	}

	@Test
	void whatIsReturnedMayComeLater() {
		assertThat(List.of("returns", "later", "mono")).allSatisfy((name) -> assertThat(read(name).result()).isTrue());
		assertThat(List.of("record", "done", "monoDone"))
			.allSatisfy((name) -> assertThat(read(name).result()).isFalse());
	}

	@Test
	void whenTheMethodThrowsThenThrowsThat() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> call("fails", MESSAGE)).withMessage("disk full");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> call("breaks", MESSAGE));
	}

	private Type payloadType(String name) {
		return read(name).payloadType();
	}

	private ListenerSignature read(String name) {
		return ListenerSignature.read(method(Listeners.class, name), Listeners.class, context());
	}

	private List<?> call(String name, RecordingPubSub.TestMessage message) throws Exception {
		Method method = method(Listeners.class, name);
		new ListenerMethod(this.bean, method, read(name).arguments()).invoke(message);
		return this.bean.arguments;
	}

	private static RecordingPubSub.TestMessage with(Object payload) {
		return new RecordingPubSub.TestMessage("orders.created", payload, RecordingPubSub.SENDER, Instant.EPOCH,
				HEADERS);
	}

	private static ListenerContext context() {
		return new ListenerContext(new DefaultListableBeanFactory());
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findFirst()
			.orElseThrow();
	}

	record Order(String id) {
	}

	abstract static class Base<T> {

		void on(T payload) {
		}

	}

	static class Sub extends Base<Order> {

	}

	interface Contract {

		void on(Order order, @Header("trace") String trace);

	}

	static class Implementation implements Contract {

		@Override
		public void on(Order order, String trace) {
		}

	}

	@SuppressWarnings("rawtypes")
	static class Listeners {

		List<?> arguments = List.of();

		private void got(@Nullable Object... arguments) {
			this.arguments = Arrays.asList(arguments);
		}

		void record(Order order) {
			got(order);
		}

		void list(List<Order> orders) {
			got(orders);
		}

		void bytes(byte[] bytes) {
			got(bytes);
		}

		void text(String text) {
			got(text);
		}

		void primitive(int number) {
			got(number);
		}

		void map(@Payload Map<String, String> map) {
			got(map);
		}

		void message(Message<Order> message) {
			got(message);
		}

		void boundedMessage(Message<? extends Order> message) {
			got(message);
		}

		void anyMessage(Message<?> message) {
			got(message);
		}

		void rawMessage(Message message) {
			got(message);
		}

		void senderOnly(Member sender) {
			got(sender);
		}

		void nothing() {
			got();
		}

		void all(Member sender, @Header("trace") String trace, Message<?> message, Order order,
				@Headers Map<String, String> headers) {
			got(sender, trace, message, order, headers);
		}

		void converted(@Header("count") int count, @Header(name = "wait") Duration wait,
				@Header("trace") Optional<String> trace, @Header String trace2) {
			got(count, wait, trace, trace2);
		}

		void optional(@Header(name = "a", required = false) String a, @Header("b") Optional<Integer> b,
				@Header(name = "c", defaultValue = "7") int c, @Header("d") @Nullable Integer d) {
			got(a, b, c, d);
		}

		void missing(@Header("nope") String nope) {
			got(nope);
		}

		String returns(Order order) {
			return order.id();
		}

		CompletableFuture<Order> later(Order order) {
			return CompletableFuture.completedFuture(order);
		}

		CompletionStage<Void> done(Order order) {
			return CompletableFuture.completedFuture(null);
		}

		Mono<Order> mono(Order order) {
			return Mono.just(order);
		}

		Mono<Void> monoDone(Order order) {
			return Mono.empty();
		}

		Future<Order> plainFuture(Order order) {
			return CompletableFuture.completedFuture(order);
		}

		Flux<Order> flux(Order order) {
			return Flux.just(order);
		}

		Flow.@Nullable Publisher<Order> flowPublisher(Order order) {
			return null;
		}

		Stream<Order> stream(Order order) {
			return Stream.of(order);
		}

		void validList(@Valid List<Order> orders) {
			got(orders);
		}

		void validated(@Validated Order order) {
			got(order);
		}

		void twoPayloads(Order one, String two) {
			got(one, two);
		}

		void conflict(Order order, Message<String> message) {
			got(order, message);
		}

		void springMessage(org.springframework.messaging.Message<Order> message) {
			got(message);
		}

		void springHeaders(Order order, MessageHeaders headers) {
			got(order, headers);
		}

		void wrongHeaders(@Headers Map<String, Integer> headers) {
			got(headers);
		}

		void listHeaders(@Headers List<String> headers) {
			got(headers);
		}

		void expression(@Payload("id") String id) {
			got(id);
		}

		void noConversion(@Header("trace") Member trace) {
			got(trace);
		}

		void primitiveHeader(@Header(name = "count", required = false) int count) {
			got(count);
		}

		void badDefault(@Header(name = "count", defaultValue = "many") int count) {
			got(count);
		}

		<T> void typeVariable(T payload) {
			got(payload);
		}

		void fails(Order order) throws Exception {
			throw new IOException("disk full");
		}

		void breaks(Order order) {
			throw new AssertionError("broken");
		}

	}

}
