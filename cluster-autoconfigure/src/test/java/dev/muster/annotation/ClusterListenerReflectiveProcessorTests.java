package dev.muster.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.pubsub.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterListenerReflectiveProcessor}.
 */
class ClusterListenerReflectiveProcessorTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Listeners.class, ClassListener.class);
	}

	@Test
	void listenerMethodsCanBeInvoked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					Listeners.class.getDeclaredMethod("plain", Plain.class, Member.class, Version.class, Map.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Listeners.class.getDeclaredMethod("repeated", List.class))).accepts(this.hints);
	}

	@Test
	void payloadsCanBeBound() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Plain.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Nested.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(InMessage.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(InList.class)).accepts(this.hints);
	}

	@Test
	void whatIsNoPayloadIsNotBound() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Member.class).negate()).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Version.class).negate()).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Message.class).negate()).accepts(this.hints);
	}

	@Test
	void whatIsReturnedCanBeBound() {
		for (Class<?> type : List.of(Returned.class, ReturnedLater.class, ReturnedByMono.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onType(CompletableFuture.class).negate()).accepts(this.hints);
	}

	@Test
	void handlersOfAClassCanBeInvokedAndTheirPayloadsBound() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ClassListener.class.getDeclaredMethod("on", HandledByClass.class))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(HandledByClass.class)).accepts(this.hints);
	}

	record Returned(String text) {
	}

	record ReturnedLater(String text) {
	}

	record ReturnedByMono(String text) {
	}

	record HandledByClass(String text) {
	}

	@ClusterListener("e")
	static class ClassListener {

		@ClusterHandler
		void on(HandledByClass payload) {
		}

	}

	record Plain(Nested nested) {
	}

	record Nested(String text) {
	}

	record InMessage(String text) {
	}

	record InList(String text) {
	}

	record Version(int number) {
	}

	static class Listeners {

		@ClusterListener("a")
		void plain(Plain payload, Member sender, @Header("version") Version version,
				@Headers Map<String, String> headers) {
		}

		@ClusterListener("answers")
		Returned returned(String text) {
			return new Returned(text);
		}

		@ClusterListener("answers.later")
		CompletableFuture<ReturnedLater> later(String text) {
			return CompletableFuture.completedFuture(new ReturnedLater(text));
		}

		@ClusterListener("answers.mono")
		Mono<ReturnedByMono> mono(String text) {
			return Mono.just(new ReturnedByMono(text));
		}

		@ClusterListener("b")
		void message(Message<InMessage> message) {
		}

		@ClusterListener("c")
		@ClusterListener("d")
		void repeated(List<InList> payload) {
		}

	}

}
