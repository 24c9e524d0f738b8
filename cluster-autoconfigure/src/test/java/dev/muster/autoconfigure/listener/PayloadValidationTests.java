package dev.muster.autoconfigure.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of payloads that are validated.
 */
class PayloadValidationTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void anInvalidPayloadDoesNotReachTheMethod() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withUserConfiguration(Constrained.class)
			.run((context) -> {
				RecordingPubSub.Recorded subscription = at("orders");
				subscription.deliver(new Order("o1", 1));
				assertThatExceptionOfType(InvalidPayloadException.class)
					.isThrownBy(() -> subscription.deliverOrThrow(new Order(" ", -7), Map.of()))
					.withMessageContaining("'id' must not be blank")
					.withMessageContaining("'count' must be greater than or equal to 0")
					.withMessageNotContaining("-7")
					.satisfies((ex) -> assertThat(ex.errors().getFieldErrorCount()).isEqualTo(2));
				assertThat(context.getBean(Constrained.class).heard).containsExactly("o1");
			});
	}

	@Test
	void groupsOfConstraintsAreThoseOfTheAnnotation() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withUserConfiguration(Constrained.class)
			.run((context) -> {
				at("strict").deliver(new Order("", 100));
				assertThatExceptionOfType(InvalidPayloadException.class)
					.isThrownBy(() -> at("strict").deliverOrThrow(new Order("", 1), Map.of()))
					.withMessageContaining("'count'");
			});
	}

	@Test
	void aValidatorOfSpringsOwnWillDo() {
		this.contextRunner.withUserConfiguration(OwnValidator.class).run((context) -> {
			at("own").deliver("good");
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> at("own").deliverOrThrow("bad", Map.of()))
				.withMessageContaining("'payload' is bad");
		});
	}

	@Test
	void whenNoValidatorSupportsThePayloadThenFails() {
		this.contextRunner.withUserConfiguration(OwnValidator.class, Constrained.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClusterListenerException.class)
				.hasMessageContaining("there is no Validator for " + Order.class.getName()));
	}

	private RecordingPubSub.Recorded at(String topic) {
		return this.bus.subscriptions.stream()
			.filter((subscription) -> subscription.pattern().equals(topic))
			.findFirst()
			.orElseThrow();
	}

	interface Strict {

	}

	record Order(@NotBlank @Nullable String id, @Min(0) @Min(value = 10, groups = Strict.class) int count) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Constrained {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@ClusterListener("orders")
		void on(@Valid Order order) {
			this.heard.add(String.valueOf(order.id()));
		}

		@ClusterListener("strict")
		void strict(@Validated(Strict.class) Order order) {
			this.heard.add("strict");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnValidator {

		@Bean
		Validator noBadTexts() {
			return new Validator() {

				@Override
				public boolean supports(Class<?> type) {
					return type == String.class;
				}

				@Override
				public void validate(Object target, Errors errors) {
					if (target.equals("bad")) {
						errors.reject("bad", "is bad");
					}
				}

			};
		}

		@ClusterListener("own")
		void own(@Validated String text) {
		}

	}

}
