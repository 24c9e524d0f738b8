package dev.muster.autoconfigure.presence.listener;

import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.presence.Presence;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link Presence}, of
 * {@link dev.muster.annotation.PresenceListener} methods, and of presence as Spring
 * events.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnBean(ClusterNode.class)
public final class ClusterPresenceAutoConfiguration {

	// The node closes its presence itself
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Presence musterPresence(ClusterNode node) {
		return node.presence();
	}

	@Bean
	PresenceListeners musterPresenceListeners(Presence presence) {
		return new PresenceListeners(presence);
	}

	@Bean
	static PresenceListenerAnnotationBeanPostProcessor musterPresenceListenerPostProcessor(
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<PresenceListeners> listeners) {
		return new PresenceListenerAnnotationBeanPostProcessor(beanFactory, listeners);
	}

	@Bean
	static LazyInitializationExcludeFilter musterPresenceLazyInitializationExcludeFilter() {
		return (String name, BeanDefinition definition, Class<?> type) -> PresenceEvents.class.isAssignableFrom(type)
				|| PresenceListeners.class.isAssignableFrom(type) || PresenceListenerMethod.find(type) != null;
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "muster.presence.events")
	PresenceEvents musterPresenceEvents(Presence presence, ApplicationEventPublisher publisher) {
		return new PresenceEvents(presence, publisher);
	}

}
