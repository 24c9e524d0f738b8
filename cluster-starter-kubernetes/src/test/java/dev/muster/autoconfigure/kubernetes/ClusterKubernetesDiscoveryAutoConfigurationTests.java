package dev.muster.autoconfigure.kubernetes;

import dev.muster.ClusterNode;
import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.ClusterLifecycle;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import dev.muster.discovery.TopologyStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.kubernetes.commons.KubernetesCommonsAutoConfiguration;
import org.springframework.cloud.kubernetes.fabric8.Fabric8AutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterKubernetesDiscoveryAutoConfiguration}. No API server is there,
 * and none is needed.
 */
class ClusterKubernetesDiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner withoutClient = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ClusterAutoConfiguration.class, ClusterDiscoveryAutoConfiguration.class,
						ClusterJacksonAutoConfiguration.class, ClusterKubernetesDiscoveryAutoConfiguration.class))
		.withBean(ClusterLifecycle.class, () -> mock(ClusterLifecycle.class))
		.withPropertyValues("spring.application.name=shop", "muster.topologies.pods.strategy=kubernetes-api");

	private final ApplicationContextRunner contextRunner = this.withoutClient
		.withConfiguration(
				AutoConfigurations.of(KubernetesCommonsAutoConfiguration.class, Fabric8AutoConfiguration.class))
		.withPropertyValues("spring.cloud.kubernetes.client.master-url=http://127.0.0.1:1",
				"spring.cloud.kubernetes.client.namespace=shop-ns");

	private final ApplicationContextRunner onKubernetes = this.contextRunner
		.withPropertyValues("spring.main.cloud-platform=kubernetes");

	@Test
	void aTopologyMayNameIt() {
		this.onKubernetes.withPropertyValues("muster.topologies.pods.kubernetes-api.service=shop")
			.run((context) -> assertThat(context.getBean(ClusterNode.class).discovery().status()).singleElement()
				.extracting(TopologyStatus::strategy)
				.isEqualTo("kubernetes-api"));
	}

	@Test
	void whenTheApplicationDoesNotRunInKubernetesThenSaysSo() {
		this.contextRunner.withPropertyValues("muster.topologies.pods.kubernetes-api.service=shop")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.topologies.pods.strategy: ")
				.hasMessageContaining("does not seem to")
				.hasMessageContaining("the platform is not Kubernetes"));
	}

	@Test
	void whenThereIsNoClientInKubernetesThenNamesTheStarter() {
		this.withoutClient
			.withPropertyValues("spring.main.cloud-platform=kubernetes",
					"muster.topologies.pods.kubernetes-api.service=shop")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasFieldOrPropertyWithValue("remedy",
						"Add the dependency 'dev.muster:cluster-starter-kubernetes', whose Spring Cloud Kubernetes"
								+ " configures one, and do not exclude its auto-configuration."));
	}

	@Test
	void whenTheClientsJarIsMissingThenNamesTheStarter() {
		this.withoutClient.withClassLoader(new FilteredClassLoader("io.fabric8.kubernetes.client"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.topologies.pods.strategy: ")
				.hasFieldOrPropertyWithValue("remedy", "Add the dependency 'dev.muster:cluster-starter-kubernetes'."));
	}

	@Test
	void whenThereIsNeitherServiceNorSelectorThenNamesTheProperty() {
		this.onKubernetes.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessage(
					"muster.topologies.pods.kubernetes-api.service: neither a service nor a label selector is given"));
	}

	@Test
	void whenThereIsBothServiceAndSelectorThenNamesTheProperty() {
		this.onKubernetes
			.withPropertyValues("muster.topologies.pods.kubernetes-api.service=shop",
					"muster.topologies.pods.kubernetes-api.label-selector=app=shop")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"muster.topologies.pods.kubernetes-api.service: both a service and a label selector are given"));
	}

}
