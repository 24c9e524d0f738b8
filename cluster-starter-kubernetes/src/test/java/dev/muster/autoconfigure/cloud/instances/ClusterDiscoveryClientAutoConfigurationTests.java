package dev.muster.autoconfigure.cloud.instances;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterDiscoveryClientAutoConfiguration} and its reactive counterpart.
 * No node is started.
 */
class ClusterDiscoveryClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class,
				ClusterDiscoveryAutoConfiguration.class, ClusterDiscoveryClientAutoConfiguration.class,
				ClusterReactiveDiscoveryClientAutoConfiguration.class))
		.withBean(ClusterLifecycle.class, () -> mock(ClusterLifecycle.class))
		.withPropertyValues("spring.application.name=shop");

	@Test
	void theClusterIsAServiceOfItsNameAndAskedLast() {
		this.contextRunner.run((context) -> {
			ClusterDiscoveryClient client = context.getBean(ClusterDiscoveryClient.class);
			assertThat(client.getServices()).containsExactly("shop");
			assertThat(client.getInstances("shop")).isEmpty();
			assertThat(client.getOrder()).isEqualTo(Integer.MAX_VALUE);
			assertThat(context.getBean(ClusterReactiveDiscoveryClient.class).getServices().collectList().block())
				.containsExactly("shop");
		});
	}

	@Test
	void nameAndOrderMayBeSet() {
		this.contextRunner
			.withPropertyValues("muster.discovery-client.service-id=orders", "muster.discovery-client.order=-1")
			.run((context) -> {
				assertThat(context.getBean(ClusterDiscoveryClient.class).getServices()).containsExactly("orders");
				assertThat(context.getBean(ClusterReactiveDiscoveryClient.class).getOrder()).isEqualTo(-1);
			});
	}

	@Test
	void whenSwitchedOffThenThereIsNone() {
		for (String property : new String[] { "muster.enabled=false", "muster.discovery-client.enabled=false",
				"spring.cloud.discovery.enabled=false" }) {
			this.contextRunner.withPropertyValues(property)
				.run((context) -> assertThat(context).as(property)
					.hasNotFailed()
					.doesNotHaveBean(ClusterDiscoveryClient.class)
					.doesNotHaveBean(ClusterReactiveDiscoveryClient.class)
					.doesNotHaveBean(WebAddresses.class));
		}
	}

	@Test
	void whateverIsNotThereIsLeftOut() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(DiscoveryClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebAddresses.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(Flux.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ClusterDiscoveryClient.class)
				.doesNotHaveBean("musterReactiveDiscoveryClient"));
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebServerInitializedEvent.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ClusterDiscoveryClient.class)
				.doesNotHaveBean("musterWebServerAnnouncer"));
	}

}
