package dev.muster.autoconfigure.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.Topology;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The strategy that README shows compiles and is a topology.
 */
class ReadmeStrategyTests {

	private static final String BEGIN = "```java\n@Bean\nDiscoveryStrategy";

	@Test
	void whatReadmeShowsIsWhatIsTestedHere() throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		int begin = readme.indexOf(BEGIN);
		assertThat(begin).as("README has a strategy").isPositive();
		String shown = readme.substring(begin + "```java".length(), readme.indexOf("```", begin + 3));
		String here = Files
			.readString(Path.of("src/test/java", getClass().getName().replace('.', '/').concat(".java")));
		assertThat(withoutSpace(here)).contains(withoutSpace(shown));
	}

	@Test
	void itIsATopology() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClusterDiscoveryAutoConfiguration.class))
			.withUserConfiguration(Readme.class)
			.withBean(InventoryClient.class, () -> (application) -> Stream.of("10.0.0.1", application))
			.run((context) -> {
				Topologies topologies = context.getBean(TopologyFactory.class).create(Map.of(), 7801);
				assertThat(topologies.topologies()).extracting(Topology::name).containsExactly("inventory");
				assertThat(topologies.topologies().get(0).strategy().discover())
					.containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7800), new PeerAddress("shop", 7800));
			});
	}

	private static String withoutSpace(String text) {
		return text.replaceAll("\\s", "");
	}

	interface InventoryClient {

		Stream<String> hosts(String application);

	}

	@Configuration(proxyBeanMethods = false)
	static class Readme {

		@Bean
		DiscoveryStrategy inventory(InventoryClient inventory) {
			return new DiscoveryStrategy() {

				public String name() {
					return "inventory";
				}

				public void start(DiscoveryContext context) {
				}

				public Set<PeerAddress> discover() {
					return inventory.hosts("shop").map((host) -> new PeerAddress(host, 7800)).collect(toSet());
				}

			};
		}

	}

}
