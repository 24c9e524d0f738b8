package dev.muster.autoconfigure.listener;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.pubsub.PubSub;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link dev.muster.annotation.ClusterListener} methods. Each
 * context of a hierarchy looks after its own beans.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnBean(PubSub.class)
public final class ClusterListenerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ClusterListenerRegistry musterListenerRegistry(PubSub pubSub) {
		return new ClusterListenerRegistry(pubSub);
	}

	@Bean
	static ClusterListenerAnnotationBeanPostProcessor musterListenerPostProcessor(
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<ClusterListenerRegistry> registry) {
		return new ClusterListenerAnnotationBeanPostProcessor(beanFactory, registry);
	}

	@Bean
	static ClusterListenerLazyInitializationExcludeFilter musterListenerLazyInitializationExcludeFilter() {
		return new ClusterListenerLazyInitializationExcludeFilter();
	}

}
