package dev.muster.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.muster.autoconfigure.ClusterProperties;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import dev.muster.autoconfigure.discovery.Topologies;
import dev.muster.autoconfigure.discovery.TopologyFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads the manifests of src/kubernetes into the types of the Kubernetes API, which
 * refuses fields that the API does not have, and checks that they fit one another, and
 * the properties that they set.
 */
class KubernetesManifestsTests {

	private static final Path DIRECTORY = Path.of("..", "src", "kubernetes");

	private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of("v1/ConfigMap", ConfigMap.class,
			"v1/Service", Service.class, "v1/ServiceAccount", ServiceAccount.class, "apps/v1/Deployment",
			Deployment.class, "apps/v1/StatefulSet", StatefulSet.class, "networking.k8s.io/v1/NetworkPolicy",
			NetworkPolicy.class, "rbac.authorization.k8s.io/v1/Role", Role.class,
			"rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class);

	// The types keep what they do not know in a map, which is where mistakes would end
	private static final ObjectMapper MAPPER = new ObjectMapper()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

			private static final long serialVersionUID = 1L;

			@Override
			public Boolean hasAnySetter(Annotated annotated) {
				return false;
			}

		});

	private static List<HasMetadata> read(String file) {
		List<HasMetadata> result = new ArrayList<>();
		try {
			for (Object document : yaml().loadAll(Files.readString(DIRECTORY.resolve(file)))) {
				result.add(typed(document));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return result;
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options));
	}

	private static HasMetadata typed(Object document) {
		Map<?, ?> map = (Map<?, ?>) document;
		String kind = map.get("apiVersion") + "/" + map.get("kind");
		Class<? extends HasMetadata> type = TYPES.get(kind);
		assertThat(type).as(kind).isNotNull();
		return MAPPER.convertValue(document, type);
	}

	private static <T> T one(String file, Class<T> type) {
		List<T> all = read(file).stream().filter(type::isInstance).map(type::cast).toList();
		assertThat(all).as("%s in %s", type, file).hasSize(1);
		return all.get(0);
	}

	private static PodTemplateSpec pods(String file) {
		return file.startsWith("stateful") ? one(file, StatefulSet.class).getSpec().getTemplate()
				: one(file, Deployment.class).getSpec().getTemplate();
	}

	private static Container container(String file) {
		List<Container> containers = pods(file).getSpec().getContainers();
		assertThat(containers).hasSize(1);
		return containers.get(0);
	}

	private static int port(String file, String name) {
		return container(file).getPorts()
			.stream()
			.filter((port) -> port.getName().equals(name))
			.mapToInt(ContainerPort::getContainerPort)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void eachManifestIsOfATypeOfTheApiAndHasItsFieldsOnly() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			List<HasMetadata> all = files.flatMap((file) -> read(file.getFileName().toString()).stream()).toList();
			assertThat(all).hasSize(9).allSatisfy((each) -> {
				assertThat(each.getMetadata().getName()).startsWith("shop");
				assertThat(each.getMetadata().getNamespace()).as("whoever applies it decides").isNull();
			});
		}
	}

	@Test
	void aFieldThatTheApiDoesNotHaveIsRefused() {
		Object document = yaml().load("""
				apiVersion: v1
				kind: Service
				metadata: {name: shop}
				spec: {publishNotReadyAddress: true}
				""");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> typed(document))
			.withMessageContaining("publishNotReadyAddress");
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefulset.yaml", "deployment.yaml" })
	void theHeadlessServiceListsThePodsBeforeTheyAreReady(String file) {
		Service service = one("headless-service.yaml", Service.class);
		assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
		assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
		assertThat(service.getSpec().getPorts()).singleElement().satisfies((port) -> {
			assertThat(port.getPort()).isEqualTo(port(file, "muster"));
			assertThat(port.getTargetPort().getStrVal()).isEqualTo("muster");
		});
		assertThat(pods(file).getMetadata().getLabels()).containsAllEntriesOf(service.getSpec().getSelector());
	}

	@Test
	void theWorkloadsSelectTheirPodsAndDifferInTheirKindOnly() {
		StatefulSet statefulSet = one("statefulset.yaml", StatefulSet.class);
		Deployment deployment = one("deployment.yaml", Deployment.class);
		assertThat(statefulSet.getSpec().getServiceName())
			.isEqualTo(one("headless-service.yaml", Service.class).getMetadata().getName());
		Map<String, String> labels = statefulSet.getSpec().getTemplate().getMetadata().getLabels();
		assertThat(labels).containsAllEntriesOf(statefulSet.getSpec().getSelector().getMatchLabels())
			.containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
		assertThat(deployment.getSpec().getTemplate()).isEqualTo(statefulSet.getSpec().getTemplate());
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefulset.yaml", "deployment.yaml" })
	void probesAskTheActuatorAndTheEndIsLongEnough(String file) {
		Container container = container(file);
		Map<String, Probe> probes = Map.of("liveness", container.getLivenessProbe(), "readiness",
				container.getReadinessProbe());
		probes.forEach((group, probe) -> {
			assertThat(probe.getHttpGet().getPath()).isEqualTo("/actuator/health/" + group);
			assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("actuator");
		});
		assertThat(pods(file).getSpec().getTerminationGracePeriodSeconds())
			.isGreaterThan(container.getLifecycle().getPreStop().getSleep().getSeconds() + 30 + 1);
	}

	@Test
	void theNetworkPolicyOpensExactlyThePortsInUse() {
		List<NetworkPolicy> policies = read("network-policy.yaml").stream().map(NetworkPolicy.class::cast).toList();
		NetworkPolicy cluster = policies.get(0);
		Map<String, String> pods = pods("statefulset.yaml").getMetadata().getLabels();
		assertThat(policies).allSatisfy(
				(policy) -> assertThat(pods).containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels()));
		assertThat(cluster.getSpec().getIngress()).satisfiesExactly((members) -> {
			assertThat(members.getFrom()).singleElement()
				.satisfies((peer) -> assertThat(pods).containsAllEntriesOf(peer.getPodSelector().getMatchLabels()));
			assertThat(ports(members.getPorts())).containsExactly("TCP " + port("statefulset.yaml", "muster"));
		}, (probes) -> assertThat(ports(probes.getPorts()))
			.containsExactly("TCP " + port("statefulset.yaml", "actuator")));
		assertThat(cluster.getSpec().getEgress()).satisfiesExactly(
				(members) -> assertThat(ports(members.getPorts()))
					.containsExactly("TCP " + port("statefulset.yaml", "muster")),
				(names) -> assertThat(ports(names.getPorts())).containsExactly("UDP 53", "TCP 53"));
		assertThat(policies.get(1).getSpec().getIngress()).singleElement()
			.satisfies((http) -> assertThat(ports(http.getPorts()))
				.containsExactly("TCP " + port("statefulset.yaml", "http")));
	}

	private static List<String> ports(List<NetworkPolicyPort> ports) {
		return ports.stream().map((port) -> port.getProtocol() + " " + port.getPort().getIntVal()).toList();
	}

	@Test
	void theRoleReadsWhatTheStrategyReadsAndIsBound() {
		Role role = one("rbac.yaml", Role.class);
		assertThat(role.getRules())
			.allSatisfy((rule) -> assertThat(rule.getVerbs()).containsExactly("get", "list", "watch"));
		assertThat(role.getRules().stream().map(PolicyRule::getResources).flatMap(List::stream))
			.containsExactlyInAnyOrder("endpointslices");
		RoleBinding binding = one("rbac.yaml", RoleBinding.class);
		assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
		assertThat(binding.getSubjects()).singleElement()
			.satisfies((subject) -> assertThat(subject.getName())
				.isEqualTo(one("rbac.yaml", ServiceAccount.class).getMetadata().getName()));
	}

	@Test
	void theConfigurationIsOneThatMusterTakesAndFitsTheOtherManifests() throws IOException {
		Container container = container("statefulset.yaml");
		Set<String> variables = Set
			.copyOf(container.getEnv().stream().filter((e) -> e.getValueFrom() != null).map(EnvVar::getName).toList());
		assertThat(variables).containsExactlyInAnyOrder("POD_IP", "POD_NAMESPACE");
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("pod", Map.of("POD_IP", "10.1.2.3", "POD_NAMESPACE", "prod")));
		String text = one("configuration.yaml", ConfigMap.class).getData().getOrDefault("application.yaml", "");
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("application.yaml",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
		sources.forEach(environment.getPropertySources()::addFirst);
		// Whatever else begins with "muster" in this process is not of the manifest
		ClusterProperties properties = Binder.get(environment)
			.bind("muster", Bindable.of(ClusterProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT,
							(source) -> sources.contains(source.getUnderlyingSource())))
			.get();
		assertThat(properties.getTransport().getBindAddress()).isEqualTo("10.1.2.3");
		assertThat(properties.getTransport().getBindPort()).isEqualTo(port("statefulset.yaml", "muster"));
		assertThat(environment.getProperty("server.port", Integer.class)).isEqualTo(port("statefulset.yaml", "http"));
		assertThat(environment.getProperty("management.server.port", Integer.class))
			.isEqualTo(port("statefulset.yaml", "actuator"));
		Service service = one("headless-service.yaml", Service.class);
		assertThat(properties.getTopologies().get("pods")).isNotNull().satisfies((pods) -> {
			assertThat(pods.getKubernetesDns().getService()).isEqualTo(service.getMetadata().getName());
			assertThat(pods.getKubernetesDns().getPortName()).isEqualTo(service.getSpec().getPorts().get(0).getName());
			assertThat(pods.getKubernetesDns().getNamespace()).isEqualTo("prod");
		});
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClusterDiscoveryAutoConfiguration.class))
			.run((context) -> {
				Topologies topologies = context.getBean(TopologyFactory.class).create(properties.getTopologies(), 7800);
				assertThat(topologies.topologies()).singleElement()
					.satisfies((topology) -> assertThat(topology.strategy().name()).isEqualTo("kubernetes-dns"));
			});
	}

}
