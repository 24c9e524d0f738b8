package dev.muster.autoconfigure.transport;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.SharedSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Decides how connections are protected.
 */
public final class TransportSecurityFactory {

	private static final String BUNDLE = "muster.transport.ssl.bundle";

	private static final String SECRET = "muster.transport.shared-secret";

	private final @Nullable SslBundles bundles;

	/**
	 * Create a factory.
	 * @param bundles the SSL bundles of the application, or {@code null} if there are
	 * none
	 */
	public TransportSecurityFactory(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * Decide.
	 * @param properties the properties
	 * @return how connections are protected
	 * @throws InvalidClusterPropertyException if the properties contradict one another,
	 * or name a bundle that there is not
	 */
	public TransportSecurity create(TransportProperties properties) {
		String bundle = properties.getSsl().getBundle();
		String secret = properties.getSharedSecret();
		if (properties.getProtocol() == TransportProperties.Protocol.UDP) {
			refuse(StringUtils.hasText(bundle), BUNDLE);
			refuse(StringUtils.hasText(secret), SECRET);
			refuse(properties.isRequireEncryption(), "muster.transport.require-encryption");
		}
		if (StringUtils.hasText(bundle) && StringUtils.hasText(secret)) {
			throw new InvalidClusterPropertyException(SECRET, "there is also '" + BUNDLE + "'",
					"Remove one of the two: certificates prove who a node is, a secret is for clusters without them.");
		}
		if (StringUtils.hasText(bundle)) {
			return tls(bundle, properties.getSsl().isVerifyHost());
		}
		if (StringUtils.hasText(secret)) {
			return new TransportSecurity.Secret(SharedSecret.of(secret));
		}
		if (properties.isRequireEncryption()) {
			throw new InvalidClusterPropertyException("muster.transport.require-encryption",
					"connections would not be encrypted", "Set '" + BUNDLE + "' to an SSL bundle, or '" + SECRET
							+ "' to a random text that all nodes of the cluster have.");
		}
		return TransportSecurity.NONE;
	}

	private static void refuse(boolean set, String property) {
		if (set) {
			throw new InvalidClusterPropertyException("muster.transport.protocol",
					"'udp' can neither be encrypted nor authenticated, and '" + property + "' asks for that",
					"Set 'muster.transport.protocol' to 'tcp', or remove '" + property
							+ "' if whoever is in the network may read along and take part.");
		}
	}

	private TransportSecurity tls(String bundle, boolean verifyHost) {
		if (this.bundles == null) {
			throw new InvalidClusterPropertyException(BUNDLE, "the application has no SSL bundles",
					"Define 'spring.ssl.bundle.*." + bundle + "'.");
		}
		try {
			return new TransportSecurity.Tls(new BundleTlsSource(bundle, this.bundles), verifyHost);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidClusterPropertyException(BUNDLE, "there is no SSL bundle '" + bundle + "'",
					"Define 'spring.ssl.bundle.*." + bundle + "', or correct the name.", ex);
		}
	}

}
