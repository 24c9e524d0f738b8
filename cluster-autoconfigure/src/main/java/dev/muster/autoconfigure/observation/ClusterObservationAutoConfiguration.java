package dev.muster.autoconfigure.observation;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what stands around publishing and handlers to make them visible.
 */
@AutoConfiguration(before = ClusterAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
public final class ClusterObservationAutoConfiguration {

	@Bean
	@ConditionalOnBooleanProperty(name = "muster.pubsub.observation.mdc", matchIfMissing = true)
	MdcInterceptor musterMdcInterceptor() {
		return new MdcInterceptor();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	@ConditionalOnBooleanProperty(name = "muster.pubsub.observation.enabled", matchIfMissing = true)
	static class Observations {

		@Bean
		ObservationInterceptor musterObservationInterceptor(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<PublishObservationConvention> publish,
				ObjectProvider<ProcessObservationConvention> process) {
			return new ObservationInterceptor(registry::getObject,
					() -> publish.getIfAvailable(() -> DefaultPublishObservationConvention.INSTANCE),
					() -> process.getIfAvailable(() -> DefaultProcessObservationConvention.INSTANCE));
		}

	}

}
