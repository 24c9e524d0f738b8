package dev.muster.autoconfigure.jackson;

import java.lang.reflect.Type;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.codec.PayloadCodec;
import dev.muster.codec.jackson.CborPayloadCodec;
import dev.muster.codec.jackson.JacksonPayloadCodec;
import dev.muster.codec.jackson.SmilePayloadCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterJacksonAutoConfiguration}.
 */
class ClusterJacksonAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterJacksonAutoConfiguration.class));

	@Test
	void whenBootHasAMapperThenItIsUsed() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(JacksonPayloadCodec.class));
	}

	@Test
	void whenTheUserHasAMapperThenItsSettingsHold() {
		this.contextRunner
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build())
			.run((context) -> assertThat(context.getBean(PayloadCodec.class).encode(new Payload(1))).asString()
				.isEqualTo("{\"some_number\":1}"));
	}

	@Test
	void whenTheUserHasACodecThenBacksOff() {
		this.contextRunner.withBean(JsonMapper.class, JsonMapper::new)
			.withBean(PayloadCodec.class, NoCodec::new)
			.run((context) -> assertThat(context).hasSingleBean(PayloadCodec.class)
				.doesNotHaveBean(JacksonPayloadCodec.class));
	}

	@Test
	void whenThereIsNoMapperThenThereIsNoCodec() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(PayloadCodec.class));
	}

	@Test
	void whenThereIsNoJacksonThenThereIsNoCodec() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PayloadCodec.class));
	}

	@Test
	void whenMusterIsDisabledThenThereIsNoCodec() {
		this.contextRunner.withBean(JsonMapper.class, JsonMapper::new)
			.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PayloadCodec.class));
	}

	@Test
	void thePropertyChoosesTheFormat() {
		this.contextRunner.withBean(JsonMapper.class, JsonMapper::new)
			.withPropertyValues("muster.pubsub.codec=cbor")
			.run((context) -> assertThat(context.getBean(PayloadCodec.class)).isInstanceOf(CborPayloadCodec.class));
		this.contextRunner.withBean(JsonMapper.class, JsonMapper::new)
			.withPropertyValues("muster.pubsub.codec=SMILE")
			.run((context) -> assertThat(context.getBean(PayloadCodec.class)).isInstanceOf(SmilePayloadCodec.class));
		this.contextRunner.withBean(JsonMapper.class, JsonMapper::new)
			.withPropertyValues("muster.pubsub.codec=raw")
			.run((context) -> assertThat(context).doesNotHaveBean(PayloadCodec.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cbor", "smile" })
	void whenTheLibraryOfTheFormatIsMissingThenTheNodeNamesIt(String format) {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class,
					ClusterDiscoveryAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("tools.jackson.dataformat"))
			.withPropertyValues("muster.cluster-name=test", "muster.pubsub.codec=" + format)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidClusterPropertyException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("muster.pubsub.codec");
					assertThat(ex.remedy()).contains("jackson-dataformat-" + format);
				}));
	}

	record Payload(int someNumber) {
	}

	static class NoCodec implements PayloadCodec {

		@Override
		public int id() {
			return 100;
		}

		@Override
		public String contentType() {
			return "none";
		}

		@Override
		public byte[] encode(Object payload) {
			return new byte[0];
		}

		@Override
		public Object decode(byte[] bytes, Type type) {
			return "";
		}

	}

}
