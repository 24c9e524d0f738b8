package dev.muster.autoconfigure.reactive;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.pubsub.PubSub;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link ReactivePubSub}, where Reactor is present.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnClass(Flux.class)
@ConditionalOnBean(PubSub.class)
public final class ClusterReactiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactivePubSub musterReactivePubSub(PubSub pubSub) {
		return new ReactivePubSub(pubSub);
	}

}
