package dev.muster.autoconfigure.discovery;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.consul.ConsulDiscoveryStrategy;
import dev.muster.discovery.consul.ConsulSettings;
import dev.muster.discovery.consul.ConsulTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Makes {@code consul}: peers that are registered with Consul. It is there also without
 * the libraries that the strategy needs, to say which are missing.
 */
final class ConsulStrategyFactory implements DiscoveryStrategyFactory {

	private static final Map<String, String> LIBRARIES = new TreeMap<>(Map.of("com.ecwid.consul.v1.ConsulRawClient",
			"com.ecwid.consul:consul-api", "com.google.gson.Gson", "com.google.code.gson:gson",
			"org.apache.http.impl.client.HttpClients", "org.apache.httpcomponents:httpclient"));

	private final @Nullable ConsulConnectionDetails connection;

	private final @Nullable SslBundles bundles;

	/**
	 * Create a factory.
	 * @param connection takes the place of properties, or {@code null}
	 * @param bundles the SSL bundles of the application, or {@code null} if there are
	 * none
	 */
	ConsulStrategyFactory(@Nullable ConsulConnectionDetails connection, @Nullable SslBundles bundles) {
		this.connection = connection;
		this.bundles = bundles;
	}

	@Override
	public String strategy() {
		return ConsulDiscoveryStrategy.NAME;
	}

	@Override
	public Reach reach(ConfiguredTopology topology) {
		return Reach.NETWORK; // though the agent may be on this machine
	}

	@Override
	public DiscoveryStrategy create(ConfiguredTopology topology) {
		requireLibraries(topology);
		ConsulProperties properties = topology.properties().getConsul();
		ConsulConnectionDetails details = (this.connection != null) ? this.connection
				: new PropertiesConsulConnectionDetails(topology, this.bundles);
		ConsulTls tls = (details.getSslBundle() != null) ? new ConsulTls(
				() -> Objects.requireNonNull(details.getSslBundle(), "The SSL bundle for Consul is gone")
					.createSslContext(),
				properties.getSsl().isVerifyHost()) : null;
		String serviceName = properties.getServiceName();
		String datacenter = properties.getDatacenter();
		return new ConsulDiscoveryStrategy(ConsulSettings.defaults()
			.withAgent(details.getHost(), details.getPort())
			.withServiceName(StringUtils.hasText(serviceName) ? serviceName : null)
			.withToken(details.getToken())
			.withDatacenter(StringUtils.hasText(datacenter) ? datacenter : null)
			.withTags(properties.getTags())
			.withTiming(properties.getTtl(), properties.getDeregisterAfter())
			.withTls(tls));
	}

	private static void requireLibraries(ConfiguredTopology topology) {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		LIBRARIES.forEach((type, library) -> {
			if (!ClassUtils.isPresent(type, classLoader)) {
				throw missing(topology, "the strategy 'consul' needs " + library + ", which is not on the class path");
			}
		});
		// consul-api alone brings one of 2018
		Class<?> config = ClassUtils.resolveClassName("org.apache.http.client.config.RequestConfig$Builder",
				classLoader);
		if (!ClassUtils.hasMethod(config, "setNormalizeUri", boolean.class)) {
			throw missing(topology, "org.apache.httpcomponents:httpclient on the class path is too old");
		}
	}

	private static InvalidClusterPropertyException missing(ConfiguredTopology topology, String problem) {
		return new InvalidClusterPropertyException(topology.property("strategy"), problem,
				"Add the dependency dev.muster:cluster-starter-consul; or add com.ecwid.consul:consul-api:1.4.5 and"
						+ " org.apache.httpcomponents:httpclient:4.5.14.");
	}

}
