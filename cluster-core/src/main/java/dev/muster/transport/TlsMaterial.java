package dev.muster.transport;

import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys, certificates and whom to trust.
 *
 * @param keys this node's key and certificate
 * @param trust which certificates of peers are accepted
 * @param ciphers the cipher suites to choose from; empty for the platform's defaults
 */
public record TlsMaterial(KeyManagerFactory keys, TrustManagerFactory trust, List<String> ciphers) {

	public TlsMaterial {
		ciphers = List.copyOf(ciphers);
	}

}
