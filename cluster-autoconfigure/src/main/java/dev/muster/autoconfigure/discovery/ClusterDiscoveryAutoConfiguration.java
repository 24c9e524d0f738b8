package dev.muster.autoconfigure.discovery;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.muster.discovery.DiscoveryStrategy;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the strategies that topologies may name. A strategy that needs
 * more than the JDK brings its {@link DiscoveryStrategyFactory} in a class of its own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
public final class ClusterDiscoveryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TopologyFactory musterTopologyFactory(ObjectProvider<DiscoveryStrategyFactory> factories,
			ListableBeanFactory beanFactory) {
		Map<String, DiscoveryStrategy> beans = new LinkedHashMap<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, DiscoveryStrategy.class));
		beans.keySet().removeIf(ScopedProxyUtils::isScopedTarget);
		return new TopologyFactory(factories.orderedStream().toList(), beans);
	}

	@Bean
	LocalStrategyFactory musterLocalStrategyFactory() {
		return new LocalStrategyFactory();
	}

	@Bean
	StaticStrategyFactory musterStaticStrategyFactory() {
		return new StaticStrategyFactory();
	}

	@Bean
	DnsStrategyFactory musterDnsStrategyFactory() {
		return new DnsStrategyFactory();
	}

	@Bean
	KubernetesDnsStrategyFactory musterKubernetesDnsStrategyFactory() {
		return new KubernetesDnsStrategyFactory();
	}

	@Bean
	MulticastStrategyFactory musterMulticastStrategyFactory() {
		return new MulticastStrategyFactory();
	}

}
