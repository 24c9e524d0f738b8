package dev.muster.autoconfigure.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.dns.DnsDiscoveryStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DnsStrategyFactory} and {@link KubernetesDnsStrategyFactory}, from
 * properties on.
 */
class DnsStrategyFactoriesTests {

	@TempDir
	private Path directory;

	private Topologies create(String... pairs) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (int i = 0; i < pairs.length; i += 2) {
			source.put("muster.topologies.mine." + pairs[i], pairs[i + 1]);
		}
		Map<String, TopologyProperties> configured = new Binder(source)
			.bind("muster.topologies", Bindable.mapOf(String.class, TopologyProperties.class))
			.get();
		return new TopologyFactory(List.of(new DnsStrategyFactory(),
				new KubernetesDnsStrategyFactory(this.directory.resolve("namespace"))), Map.of())
			.create(configured, 7801);
	}

	private void assertMade(String name, String... pairs) {
		Topologies topologies = create(pairs);
		assertThat(topologies.reach()).isEqualTo(Reach.NETWORK);
		DiscoveryStrategy strategy = topologies.topologies().get(0).strategy();
		assertThat(strategy).isInstanceOf(DnsDiscoveryStrategy.class);
		assertThat(strategy.name()).isEqualTo(name);
		assertThat(strategy.listsSelf()).isTrue();
	}

	private void assertInvalid(String property, String problem, String... pairs) {
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(pairs))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.topologies.mine." + property);
				assertThat(ex.problem()).contains(problem);
				assertThat(ex.remedy()).isNotBlank();
			});
	}

	@Test
	void whenANameIsGivenThenItIsLookedUp() {
		assertMade("dns", "strategy", "dns", "dns.name", "shop.example");
		assertMade("dns", "strategy", "dns", "dns.name", "_muster._tcp.shop", "dns.record", "srv", "dns.server",
				"10.0.0.10, [fd00::10]:5353", "dns.search", "example,example.com", "dns.timeout", "1s",
				"dns.max-records", "50");
		assertMade("dns", "strategy", "dns", "dns.name", "shop.example", "dns.record", "aaaa", "dns.port", "9000");
	}

	@Test
	void whenAPropertyOfDnsIsWrongThenItIsNamed() {
		assertInvalid("dns.name", "it is empty", "strategy", "dns");
		assertInvalid("dns.name", "'static'", "strategy", "dns", "dns.name", "10.0.0.1");
		assertInvalid("dns.port", "70000", "strategy", "dns", "dns.name", "shop", "dns.port", "70000");
		assertInvalid("dns.server", "ns.example", "strategy", "dns", "dns.name", "shop", "dns.server", "ns.example");
		assertInvalid("dns.search", "a b", "strategy", "dns", "dns.name", "shop", "dns.search", "a b");
		assertInvalid("dns.timeout", "one minute", "strategy", "dns", "dns.name", "shop", "dns.timeout", "1h");
		assertInvalid("dns.max-records", "0", "strategy", "dns", "dns.name", "shop", "dns.max-records", "0");
	}

	@Test
	void whenAServiceIsGivenThenItsNamespaceIsThatOfThePod() throws IOException {
		Files.writeString(this.directory.resolve("namespace"), "prod");
		assertMade("kubernetes-dns", "strategy", "kubernetes-dns", "kubernetes-dns.service", "shop-headless");
	}

	@Test
	void whenAServiceAndANamespaceAreGivenThenTheyAreLookedUp() {
		assertMade("kubernetes-dns", "strategy", "kubernetes-dns", "kubernetes-dns.service", "shop-headless",
				"kubernetes-dns.namespace", "prod", "kubernetes-dns.cluster-domain", "corp.example",
				"kubernetes-dns.port-name", "muster", "kubernetes-dns.server", "10.0.0.10", "kubernetes-dns.timeout",
				"1s", "kubernetes-dns.max-records", "50", "kubernetes-dns.port", "9000");
	}

	@Test
	void whenAPropertyOfKubernetesDnsIsWrongThenItIsNamed() {
		assertInvalid("kubernetes-dns.namespace", "Set it", "strategy", "kubernetes-dns", "kubernetes-dns.service",
				"shop");
		assertInvalid("kubernetes-dns.service", "it is empty", "strategy", "kubernetes-dns", "kubernetes-dns.namespace",
				"prod");
		assertInvalid("kubernetes-dns.port", "0", "strategy", "kubernetes-dns", "kubernetes-dns.namespace", "prod",
				"kubernetes-dns.service", "shop", "kubernetes-dns.port", "0");
	}

}
