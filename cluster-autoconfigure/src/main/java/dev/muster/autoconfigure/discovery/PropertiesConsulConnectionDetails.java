package dev.muster.autoconfigure.discovery;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * The connection that a topology's own properties describe.
 */
final class PropertiesConsulConnectionDetails implements ConsulConnectionDetails {

	private static final String BUNDLE = "consul.ssl.bundle";

	private final ConfiguredTopology topology;

	private final ConsulProperties properties;

	private final @Nullable SslBundles bundles;

	PropertiesConsulConnectionDetails(ConfiguredTopology topology, @Nullable SslBundles bundles) {
		this.topology = topology;
		this.properties = topology.properties().getConsul();
		this.bundles = bundles;
	}

	@Override
	public String getHost() {
		return this.properties.getHost();
	}

	@Override
	public int getPort() {
		return this.properties.getPort();
	}

	@Override
	public @Nullable String getToken() {
		// As a placeholder without a value leaves it
		return StringUtils.hasText(this.properties.getToken()) ? this.properties.getToken() : null;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String name = this.properties.getSsl().getBundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (this.bundles == null) {
			throw new InvalidClusterPropertyException(this.topology.property(BUNDLE),
					"the application has no SSL bundles", "Define 'spring.ssl.bundle.*." + name + "'.");
		}
		try {
			return this.bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidClusterPropertyException(this.topology.property(BUNDLE),
					"there is no SSL bundle '" + name + "'",
					"Define 'spring.ssl.bundle.*." + name + "', or correct the name.", ex);
		}
	}

}
