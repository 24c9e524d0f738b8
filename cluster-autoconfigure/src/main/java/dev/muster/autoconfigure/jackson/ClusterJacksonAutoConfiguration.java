package dev.muster.autoconfigure.jackson;

import dev.muster.codec.PayloadCodec;
import dev.muster.codec.jackson.JacksonPayloadCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the JSON codec, with the application's {@link JsonMapper}.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "muster.pubsub.codec", havingValue = "json", matchIfMissing = true)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean(JsonMapper.class)
public final class ClusterJacksonAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(PayloadCodec.class)
	JacksonPayloadCodec musterJsonCodec(JsonMapper mapper) {
		return new JacksonPayloadCodec(mapper);
	}

}
