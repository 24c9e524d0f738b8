package dev.muster.transport.jgroups.netty;

import java.util.function.Supplier;

import dev.muster.transport.SharedSecret;
import io.netty.handler.ssl.SslContext;

/**
 * How a peer proves that it may connect, and who can read what is sent.
 */
public sealed interface LinkSecurity {

	/** Nobody proves anything, and everybody on the way can read and change it. */
	record Plain() implements LinkSecurity {
	}

	/**
	 * Both prove that they know a secret; each frame is encrypted with keys that only
	 * they know.
	 *
	 * @param secret the secret
	 */
	record Secret(SharedSecret secret) implements LinkSecurity {
	}

	/**
	 * TLS 1.3, and both have certificates. Version and client authentication are set
	 * here, whatever the contexts say.
	 *
	 * @param server gives what new connections of others are accepted with; called by an
	 * event loop for each, must not block
	 * @param client gives what is used to connect to others; called likewise
	 * @param verification which certificates are accepted
	 */
	record Tls(Supplier<SslContext> server, Supplier<SslContext> client,
			Verification verification) implements LinkSecurity {
	}

	/**
	 * Which certificates are accepted.
	 */
	enum Verification {

		/** Each that the trust material of the context accepts. */
		CERTIFICATE,

		/**
		 * Only those that also name the host as a subject alternative: the one that is
		 * connected to, or the address that it connects from.
		 */
		HOST

	}

}
