package dev.muster.test.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import dev.muster.Registration;
import dev.muster.transport.TlsMaterial;
import dev.muster.transport.TlsSource;

/**
 * A certificate that its owners alone trust, until it is renewed. Thread-safe.
 */
public final class RenewableTlsSource implements TlsSource {

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile TlsMaterial material;

	/**
	 * Create a source.
	 * @param certificate the certificate
	 */
	public RenewableTlsSource(SelfSignedCertificate certificate) {
		this.material = material(certificate);
	}

	/**
	 * Take another certificate; who has the former one is not trusted any more.
	 * @param certificate the certificate
	 */
	public void renew(SelfSignedCertificate certificate) {
		this.material = material(certificate);
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public TlsMaterial material() {
		return this.material;
	}

	@Override
	public Registration addChangeListener(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private static TlsMaterial material(SelfSignedCertificate certificate) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(certificate.keyStore(), SelfSignedCertificate.PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(certificate.trustStore());
			return new TlsMaterial(keys, trust, List.of());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be used", ex);
		}
	}

}
