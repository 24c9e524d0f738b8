package dev.muster.autoconfigure.jackson;

import dev.muster.codec.PayloadCodec;
import dev.muster.codec.jackson.CborPayloadCodec;
import dev.muster.codec.jackson.JacksonPayloadCodec;
import dev.muster.codec.jackson.SmilePayloadCodec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.smile.SmileFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the codec that {@code muster.pubsub.codec} names, with the
 * application's {@link JsonMapper}, which maps objects whatever the format.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean(JsonMapper.class)
public final class ClusterJacksonAutoConfiguration {

	private static final String CODEC = "muster.pubsub.codec";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = CODEC, havingValue = "json", matchIfMissing = true)
	static class Json {

		@Bean
		@ConditionalOnMissingBean(PayloadCodec.class)
		JacksonPayloadCodec musterJsonCodec(JsonMapper mapper) {
			return new JacksonPayloadCodec(mapper);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = CODEC, havingValue = "cbor")
	@ConditionalOnClass(CBORFactory.class)
	static class Cbor {

		@Bean
		@ConditionalOnMissingBean(PayloadCodec.class)
		CborPayloadCodec musterCborCodec(JsonMapper mapper) {
			return new CborPayloadCodec(mapper);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = CODEC, havingValue = "smile")
	@ConditionalOnClass(SmileFactory.class)
	static class Smile {

		@Bean
		@ConditionalOnMissingBean(PayloadCodec.class)
		SmilePayloadCodec musterSmileCodec(JsonMapper mapper) {
			return new SmilePayloadCodec(mapper);
		}

	}

}
