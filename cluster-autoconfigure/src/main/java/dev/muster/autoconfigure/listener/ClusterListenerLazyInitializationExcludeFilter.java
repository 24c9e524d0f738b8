package dev.muster.autoconfigure.listener;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Keeps beans that listen from being lazy: nobody would ever ask for them.
 */
class ClusterListenerLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return ClusterListenerRegistry.class.isAssignableFrom(beanType) || !ListenerDeclarations.of(beanType).isEmpty();
	}

}
