package dev.muster.autoconfigure.it;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.muster.test.tls.SelfSignedCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A key that counts the handshakes in which it is shown.
 */
final class CountedKeys extends X509ExtendedKeyManager {

	final AtomicInteger handshakes = new AtomicInteger();

	private final KeyStore store;

	CountedKeys(SelfSignedCertificate certificate) {
		this.store = certificate.keyStore();
	}

	KeyManagerFactory factory() throws GeneralSecurityException {
		KeyManagerFactory any = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		return new KeyManagerFactory(new Spi(this), any.getProvider(), any.getAlgorithm()) {
		};
	}

	@Override
	public String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		this.handshakes.incrementAndGet();
		return SelfSignedCertificate.ALIAS;
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		if (!keyType.equals("EC")) {
			return null;
		}
		this.handshakes.incrementAndGet();
		return SelfSignedCertificate.ALIAS;
	}

	@Override
	public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return new String[] { SelfSignedCertificate.ALIAS };
	}

	@Override
	public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return new String[] { SelfSignedCertificate.ALIAS };
	}

	@Override
	public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return SelfSignedCertificate.ALIAS;
	}

	@Override
	public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return SelfSignedCertificate.ALIAS;
	}

	@Override
	public X509Certificate[] getCertificateChain(String alias) {
		try {
			return new X509Certificate[] { (X509Certificate) this.store.getCertificate(alias) };
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public PrivateKey getPrivateKey(String alias) {
		try {
			return (PrivateKey) this.store.getKey(alias, SelfSignedCertificate.PASSWORD.toCharArray());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Spi extends KeyManagerFactorySpi {

		private final KeyManager manager;

		private Spi(KeyManager manager) {
			this.manager = manager;
		}

		@Override
		protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected KeyManager[] engineGetKeyManagers() {
			return new KeyManager[] { this.manager };
		}

	}

}
