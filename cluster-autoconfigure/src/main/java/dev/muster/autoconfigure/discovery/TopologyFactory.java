package dev.muster.autoconfigure.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.Topology;

import org.springframework.util.StringUtils;

/**
 * Makes the topologies of a node: one for each entry of {@code muster.topologies}, and
 * one for each {@link DiscoveryStrategy} bean that no entry names. If there is neither,
 * one of the strategy {@code local}.
 */
public final class TopologyFactory {

	private static final String DEFAULT_STRATEGY = "local";

	// Of strategies that are not there without it
	private static final Map<String, String> DEPENDENCIES = Map.of("discovery-client",
			"a registry's of Spring Cloud, such as 'org.springframework.cloud:spring-cloud-starter-consul-discovery'",
			"kubernetes-api", "'dev.muster:cluster-starter-kubernetes'");

	private final Map<String, DiscoveryStrategyFactory> factories = new LinkedHashMap<>();

	private final Map<String, DiscoveryStrategy> beans;

	/**
	 * Create a factory.
	 * @param factories makes the built-in strategies
	 * @param beans the user's strategies, by bean name
	 */
	public TopologyFactory(Iterable<DiscoveryStrategyFactory> factories, Map<String, DiscoveryStrategy> beans) {
		factories.forEach((factory) -> this.factories.putIfAbsent(factory.strategy(), factory));
		this.beans = Map.copyOf(beans);
	}

	/**
	 * Make the topologies.
	 * @param configured what is configured, by name
	 * @param defaultPort port of peers whose address tells none
	 * @return the topologies
	 * @throws InvalidClusterPropertyException if a topology is not configured right
	 */
	public Topologies create(Map<String, TopologyProperties> configured, int defaultPort) {
		Builder builder = new Builder();
		configured.forEach((name, properties) -> builder.add(new ConfiguredTopology(name, properties, defaultPort)));
		new TreeSet<>(this.beans.keySet()).forEach(builder::addUnnamedBean);
		if (builder.topologies.isEmpty()) {
			TopologyProperties properties = new TopologyProperties();
			properties.setStrategy(DEFAULT_STRATEGY);
			builder.add(new ConfiguredTopology(DEFAULT_STRATEGY, properties, defaultPort));
		}
		return new Topologies(List.copyOf(builder.topologies.values()), builder.reach);
	}

	private final class Builder {

		private final Map<String, Topology> topologies = new LinkedHashMap<>();

		private final Map<String, String> topologyOfBean = new LinkedHashMap<>();

		private Reach reach = Reach.LOCAL;

		private void add(ConfiguredTopology topology) {
			String strategy = topology.properties().getStrategy();
			if (!StringUtils.hasText(strategy)) {
				throw new InvalidClusterPropertyException(topology.property("strategy"),
						"the topology '" + topology.name() + "' has no strategy", "Set it to " + choices() + ".");
			}
			DiscoveryStrategy bean = TopologyFactory.this.beans.get(strategy);
			if (bean != null) {
				String other = this.topologyOfBean.putIfAbsent(strategy, topology.name());
				if (other != null) {
					throw new InvalidClusterPropertyException(topology.property("strategy"),
							"the bean '" + strategy + "' already serves the topology '" + other + "'",
							"Remove one of the two topologies, or declare a second bean.");
				}
				put(topology, bean, Reach.NETWORK);
				return;
			}
			DiscoveryStrategyFactory factory = TopologyFactory.this.factories.get(strategy);
			if (factory == null) {
				throw unknown(topology, strategy);
			}
			try {
				put(topology, factory.create(topology), factory.reach(topology));
			}
			catch (IllegalArgumentException ex) {
				throw topology.invalid(ex);
			}
		}

		private InvalidClusterPropertyException unknown(ConfiguredTopology topology, String strategy) {
			String dependency = DEPENDENCIES.get(strategy);
			if (dependency != null) {
				return new InvalidClusterPropertyException(topology.property("strategy"),
						"the strategy '" + strategy + "' needs a dependency that is not there",
						"Add the dependency " + dependency + ".");
			}
			return new InvalidClusterPropertyException(topology.property("strategy"),
					"there is no strategy '" + strategy + "'", "Set it to " + choices() + ".");
		}

		private void put(ConfiguredTopology topology, DiscoveryStrategy strategy, Reach reach) {
			Duration interval = topology.properties().getPollInterval();
			try {
				this.topologies.put(topology.name(), new Topology(topology.name(), strategy, interval));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidClusterPropertyException(topology.property("poll-interval"),
						interval + " is too short", "Set it to at least 100ms.", ex);
			}
			this.reach = (reach.compareTo(this.reach) > 0) ? reach : this.reach;
		}

		private void addUnnamedBean(String beanName) {
			if (this.topologyOfBean.containsKey(beanName)) {
				return;
			}
			if (this.topologies.containsKey(beanName)) {
				throw new InvalidClusterPropertyException("muster.topologies." + beanName,
						"the bean '" + beanName + "' is a topology of that name too",
						"Rename the topology or the bean, or set 'muster.topologies." + beanName + ".strategy' to '"
								+ beanName + "'.");
			}
			TopologyProperties properties = new TopologyProperties();
			properties.setStrategy(beanName);
			add(new ConfiguredTopology(beanName, properties, 0));
		}

		private String choices() {
			List<String> quoted = new ArrayList<>(quote(TopologyFactory.this.factories.keySet()));
			if (TopologyFactory.this.beans.isEmpty()) {
				return "one of " + String.join(", ", quoted)
						+ ", or the name of a bean of type DiscoveryStrategy (there is none)";
			}
			return "one of " + String.join(", ", quoted) + ", or one of the beans "
					+ String.join(", ", quote(TopologyFactory.this.beans.keySet()));
		}

		private static List<String> quote(Set<String> names) {
			return new TreeSet<>(names).stream().map((name) -> "'" + name + "'").toList();
		}

	}

}
