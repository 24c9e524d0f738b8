package dev.muster.autoconfigure.discovery;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where a Consul agent is, and how to speak to it. A bean of this type, such as one that
 * describes a container, takes the place of {@code host}, {@code port}, {@code token} and
 * {@code ssl.bundle} of all topologies of the strategy {@code consul}.
 */
public interface ConsulConnectionDetails extends ConnectionDetails {

	/**
	 * Return where the agent is.
	 * @return name or literal address, IPv6 without brackets
	 */
	String getHost();

	/**
	 * Return where the agent is.
	 * @return the port for HTTP, or HTTPS if there is an SSL bundle
	 */
	int getPort();

	/**
	 * Return the ACL token.
	 * @return the token, or {@code null} if there is none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Return keys and trust for HTTPS. Called for each connection.
	 * @return the bundle, or {@code null} for HTTP
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
