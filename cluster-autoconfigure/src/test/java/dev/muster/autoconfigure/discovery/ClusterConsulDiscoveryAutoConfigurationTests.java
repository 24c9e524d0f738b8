package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import com.ecwid.consul.v1.ConsulRawClient;
import com.ecwid.consul.v1.agent.model.NewService;
import com.ecwid.consul.v1.health.model.HealthService;
import com.google.gson.Gson;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.consul.ConsulDiscoveryStrategy;
import dev.muster.discovery.consul.ConsulSettings;
import org.apache.http.impl.client.HttpClients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ClusterConsulDiscoveryAutoConfiguration}.
 */
class ClusterConsulDiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ClusterDiscoveryAutoConfiguration.class,
				ClusterConsulDiscoveryAutoConfiguration.class))
		.withPropertyValues("muster.topologies.registry.strategy=consul");

	private static Topologies topologies(ApplicationContext context) {
		Map<String, TopologyProperties> configured = Binder.get(context.getEnvironment())
			.bind("muster.topologies", Bindable.mapOf(String.class, TopologyProperties.class))
			.get();
		return context.getBean(TopologyFactory.class).create(configured, 7800);
	}

	private static ConsulSettings settings(ApplicationContext context) {
		return ((ConsulDiscoveryStrategy) topologies(context).topologies().get(0).strategy()).settings();
	}

	private static InvalidClusterPropertyException failure(ApplicationContext context) {
		InvalidClusterPropertyException failure = catchThrowableOfType(InvalidClusterPropertyException.class,
				() -> topologies(context));
		return Objects.requireNonNull(failure);
	}

	@Test
	void whenNothingElseIsSetThenTheAgentIsOnThisMachineAndPeersAreElsewhere() {
		this.contextRunner.run((context) -> {
			assertThat(settings(context)).isEqualTo(ConsulSettings.defaults());
			assertThat(topologies(context).reach()).isEqualTo(Reach.NETWORK);
		});
	}

	@Test
	void allPropertiesAreTaken() {
		this.contextRunner.withPropertyValues("muster.topologies.registry.consul.host=consul.example",
				"muster.topologies.registry.consul.port=8501", "muster.topologies.registry.consul.service-name=shop",
				"muster.topologies.registry.consul.token=s3cr3t", "muster.topologies.registry.consul.datacenter=mars",
				"muster.topologies.registry.consul.tags=a,b", "muster.topologies.registry.consul.ttl=30s",
				"muster.topologies.registry.consul.deregister-after=5m")
			.run((context) -> {
				ConsulSettings settings = settings(context);
				assertThat(settings.host()).isEqualTo("consul.example");
				assertThat(settings.port()).isEqualTo(8501);
				assertThat(settings.serviceName()).isEqualTo("shop");
				assertThat(settings.token()).isEqualTo("s3cr3t");
				assertThat(settings.datacenter()).isEqualTo("mars");
				assertThat(settings.tags()).containsExactly("a", "b");
				assertThat(settings.ttl()).isEqualTo(Duration.ofSeconds(30));
				assertThat(settings.deregisterAfter()).isEqualTo(Duration.ofMinutes(5));
				assertThat(settings.tls()).isNull();
				assertThat(settings.toString()).doesNotContain("s3cr3t");
			});
	}

	@Test
	void whatIsLeftEmptyIsNotSet() {
		this.contextRunner
			.withPropertyValues("muster.topologies.registry.consul.token=",
					"muster.topologies.registry.consul.service-name=", "muster.topologies.registry.consul.datacenter=",
					"muster.topologies.registry.consul.ssl.bundle=")
			.run((context) -> assertThat(settings(context)).isEqualTo(ConsulSettings.defaults()));
	}

	@ParameterizedTest
	@CsvSource({ "host,http://x", "port,0", "ttl,1ms", "deregister-after,30s", "token,a b" })
	void whatCannotBeIsNamed(String key, String value) {
		this.contextRunner.withPropertyValues("muster.topologies.registry.consul." + key + "=" + value)
			.run((context) -> assertThat(failure(context).property())
				.isEqualTo("muster.topologies.registry.consul." + key));
	}

	@Test
	void whenConnectionDetailsAreGivenThenTheyTakeThePlaceOfTheProperties() {
		this.contextRunner.withPropertyValues("muster.topologies.registry.consul.host=other",
				"muster.topologies.registry.consul.token=other", "muster.topologies.registry.consul.service-name=shop")
			.withBean(ConsulConnectionDetails.class, ContainerDetails::new)
			.run((context) -> {
				ConsulSettings settings = settings(context);
				assertThat(settings.host()).isEqualTo("container");
				assertThat(settings.port()).isEqualTo(32768);
				assertThat(settings.token()).isNull();
				assertThat(settings.serviceName()).isEqualTo("shop");
			});
	}

	@Test
	void whenThereIsABundleThenHttpsIsSpokenWithWhatItHoldsAtThatTime() {
		this.contextRunner
			.withPropertyValues("muster.topologies.registry.consul.ssl.bundle=consul",
					"muster.topologies.registry.consul.ssl.verify-host=false",
					"spring.ssl.bundle.pem.consul.truststore.certificate=")
			.run((context) -> assertThat(settings(context).tls()).isNotNull().satisfies((tls) -> {
				assertThat(tls.verifyHost()).isFalse();
				assertThat(tls.context().get()).isNotSameAs(tls.context().get());
			}));
	}

	@Test
	void whenThereIsNoSuchBundleThenItIsNamed() {
		this.contextRunner.withPropertyValues("muster.topologies.registry.consul.ssl.bundle=consul").run((context) -> {
			assertThat(failure(context).property()).isEqualTo("muster.topologies.registry.consul.ssl.bundle");
			assertThat(failure(context).remedy()).contains("spring.ssl.bundle.*.consul");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { ConsulRawClient.class, HttpClients.class, Gson.class })
	void whenALibraryIsMissingThenSaysWhatToAdd(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			InvalidClusterPropertyException failure = failure(context);
			assertThat(failure.property()).isEqualTo("muster.topologies.registry.strategy");
			assertThat(failure.problem()).contains("the strategy 'consul' needs");
			assertThat(failure.remedy()).contains("cluster-starter-consul", "com.ecwid.consul:consul-api:1.4.5",
					"httpclient:4.5.14");
		});
	}

	@Test
	void whenTheLibrariesAreMissingAndNobodyWantsConsulThenNothingFails() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("com.ecwid", "org.apache.http", "com.google.gson"))
			.withPropertyValues("muster.topologies.registry.strategy=local")
			.run((context) -> assertThat(topologies(context).reach()).isEqualTo(Reach.LOCAL));
	}

	@Test
	void whenTheClusterIsDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DiscoveryStrategyFactory.class));
	}

	@Test
	void whatGsonReadsAndWritesIsHinted() {
		RuntimeHints hints = new RuntimeHints();
		new ConsulRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onType(NewService.Check.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(HealthService.Service.class)).accepts(hints);
	}

	@Test
	void aBundleOfConnectionDetailsMustStay() {
		ContainerDetails details = new ContainerDetails();
		ConfiguredTopology topology = new ConfiguredTopology("registry", new TopologyProperties(), 7800);
		details.bundle = SslBundle.systemDefault();
		ConsulSettings settings = ((ConsulDiscoveryStrategy) new ConsulStrategyFactory(details, null).create(topology))
			.settings();
		details.bundle = null;
		assertThat(settings.tls()).isNotNull()
			.satisfies(
					(tls) -> assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> tls.context().get())
						.withMessageContaining("Consul"));
	}

	private static final class ContainerDetails implements ConsulConnectionDetails {

		@Nullable SslBundle bundle;

		@Override
		public String getHost() {
			return "container";
		}

		@Override
		public int getPort() {
			return 32768;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.bundle;
		}

	}

}
