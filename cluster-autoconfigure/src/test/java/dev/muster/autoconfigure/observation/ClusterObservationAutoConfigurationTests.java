package dev.muster.autoconfigure.observation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.autoconfigure.listener.RecordingPubSub;
import dev.muster.pubsub.PubSubInterceptor;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClusterObservationAutoConfiguration} and its interceptors.
 */
class ClusterObservationAutoConfigurationTests {

	private final List<Observation.Context> observed = new ArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry);

	@BeforeEach
	void record() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStart(Observation.Context context) {
				if (context instanceof PublishContext publish) {
					publish.getSetter().set(publish.getCarrier(), "traceparent", "t1");
				}
			}

			@Override
			public void onStop(Observation.Context context) {
				ClusterObservationAutoConfigurationTests.this.observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void publishingIsObservedAndCarriesTheTrace() {
		this.contextRunner.run((context) -> {
			PubSubInterceptor.Outgoing outgoing = outgoing("orders.created");
			context.getBean(ObservationInterceptor.class)
				.publish(outgoing, () -> assertThat(outgoing.headers()).containsEntry("traceparent", "t1"));
			assertThat(this.observed).singleElement().satisfies((observation) -> {
				assertThat(observation.getName()).isEqualTo("muster.pubsub.publish");
				assertThat(observation.getContextualName()).isEqualTo("muster publish");
				assertThat(tags(observation.getLowCardinalityKeyValues())).isEqualTo(Map.of("messaging.system",
						"muster", "messaging.operation", "publish", "muster.kind", "message"));
				assertThat(tags(observation.getHighCardinalityKeyValues()))
					.isEqualTo(Map.of("messaging.destination.name", "orders.created"));
			});
		});
	}

	@Test
	void whenPublishingFailsThenThatIsObserved() {
		this.contextRunner.run((context) -> {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(ObservationInterceptor.class).publish(outgoing("a"), () -> {
					throw new IllegalArgumentException("no topic");
				}));
			assertThat(this.observed).singleElement()
				.satisfies((observation) -> assertThat(observation.getError()).hasMessage("no topic"));
		});
	}

	@Test
	void handlersAreObservedAndTheirFailures() {
		this.contextRunner.run((context) -> {
			assertThatIOException()
				.isThrownBy(() -> context.getBean(ObservationInterceptor.class).process(incoming(), () -> {
					assertThat(this.registry.getCurrentObservation()).isNotNull();
					throw new IOException("disk full");
				}))
				.withMessage("disk full");
			assertThat(this.observed).singleElement().satisfies((observation) -> {
				assertThat(observation.getName()).isEqualTo("muster.pubsub.process");
				assertThat(observation.getContextualName()).isEqualTo("orders.* process");
				assertThat(observation.getError()).hasMessage("disk full");
				assertThat(tags(observation.getLowCardinalityKeyValues())).isEqualTo(Map.of("messaging.system",
						"muster", "messaging.operation", "process", "muster.kind", "request"));
				assertThat(tags(observation.getHighCardinalityKeyValues()))
					.isEqualTo(Map.of("messaging.destination.name", "orders.created", "muster.subscription", "mine",
							"muster.sender", "peer"));
			});
		});
	}

	@Test
	void conventionsCanBeReplaced() {
		this.contextRunner.withBean(PublishObservationConvention.class, () -> new PublishObservationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(PublishContext context) {
				return KeyValues.of("own", context.outgoing().topic());
			}

		}).withBean(ProcessObservationConvention.class, () -> new DefaultProcessObservationConvention() {

			@Override
			public String getName() {
				return "own.process";
			}

		}).run((context) -> {
			ObservationInterceptor interceptor = context.getBean(ObservationInterceptor.class);
			interceptor.publish(outgoing("a"), () -> {
			});
			interceptor.process(incoming(), () -> {
			});
			assertThat(this.observed).extracting(Observation.Context::getName)
				.containsExactly("muster.pubsub.publish", "own.process");
			assertThat(tags(this.observed.get(0).getLowCardinalityKeyValues())).isEqualTo(Map.of("own", "a"));
		});
	}

	@Test
	void whenNobodyObservesThenNothingIsMade() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
			.run((context) -> {
				PubSubInterceptor.Outgoing outgoing = outgoing("a");
				context.getBean(ObservationInterceptor.class).publish(outgoing, () -> {
				});
				assertThat(outgoing.headers()).isEmpty();
			});
	}

	@Test
	void theLogsContextTellsOfTheMessageWhileItIsHandled() {
		this.contextRunner.run((context) -> {
			Map<String, String> seen = new LinkedHashMap<>();
			context.getBean(MdcInterceptor.class).process(incoming(), () -> {
				for (String key : List.of("muster.topic", "muster.sender", "muster.subscription")) {
					seen.put(key, MDC.get(key));
				}
			});
			assertThat(seen).isEqualTo(
					Map.of("muster.topic", "orders.created", "muster.sender", "peer", "muster.subscription", "mine"));
			assertThat(MDC.get("muster.topic")).isNull();
			assertThat(MDC.get("muster.sender")).isNull();
			assertThat(MDC.get("muster.subscription")).isNull();
		});
	}

	@Test
	void eachCanBeTurnedOff() {
		this.contextRunner.withPropertyValues("muster.pubsub.observation.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(PubSubInterceptor.class)
				.hasSingleBean(MdcInterceptor.class));
		this.contextRunner.withPropertyValues("muster.pubsub.observation.mdc=false")
			.run((context) -> assertThat(context).hasSingleBean(PubSubInterceptor.class)
				.hasSingleBean(ObservationInterceptor.class));
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PubSubInterceptor.class));
	}

	@Test
	void whenThereIsNoRegistryThenNothingIsObserved() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(MdcInterceptor.class)
				.doesNotHaveBean(ObservationInterceptor.class));
	}

	@Test
	void whenThereIsNoMicrometerThenNothingIsObserved() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterObservationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MdcInterceptor.class)
				.doesNotHaveBean("musterObservationInterceptor"));
	}

	private static PubSubInterceptor.Outgoing outgoing(String topic) {
		return new PubSubInterceptor.Outgoing(topic, PubSubInterceptor.Kind.MESSAGE, new LinkedHashMap<>());
	}

	private static PubSubInterceptor.Incoming incoming() {
		return new PubSubInterceptor.Incoming(RecordingPubSub.message("orders.created", "text"),
				PubSubInterceptor.Kind.REQUEST, "orders.*", "mine");
	}

	private static Map<String, String> tags(KeyValues values) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (KeyValue value : values) {
			tags.put(value.getKey(), value.getValue());
		}
		return tags;
	}

}
