package dev.muster.transport;

/**
 * How connections between members are protected. All members need the same way: one that
 * has another is refused.
 */
public sealed interface TransportSecurity {

	/**
	 * No protection.
	 */
	TransportSecurity NONE = new None();

	/**
	 * Return whether what crosses the network is encrypted and authenticated.
	 * @return whether it is
	 */
	default boolean isEncrypted() {
		return !(this instanceof None);
	}

	/**
	 * Return a word for it, such as {@code tls}.
	 * @return the word
	 */
	String label();

	/**
	 * No protection: whoever reaches the port can read along, and become a member.
	 */
	record None() implements TransportSecurity {

		@Override
		public String label() {
			return "none";
		}

	}

	/**
	 * Both sides prove that they know a secret, and every frame is encrypted.
	 *
	 * @param secret the secret
	 */
	record Secret(SharedSecret secret) implements TransportSecurity {

		@Override
		public String label() {
			return "shared-secret";
		}

	}

	/**
	 * TLS 1.3 with certificates on both sides.
	 *
	 * @param source where keys and trust come from
	 * @param verifyHost whether the certificate of the peer that is connected to has to
	 * name its address
	 */
	record Tls(TlsSource source, boolean verifyHost) implements TransportSecurity {

		@Override
		public String label() {
			return "tls";
		}

	}

}
