package dev.muster.autoconfigure.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.Registration;
import dev.muster.transport.TlsMaterial;
import dev.muster.transport.TlsSource;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Keys and trust of an SSL bundle, which may be updated while the node runs.
 */
final class BundleTlsSource implements TlsSource {

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile SslBundle bundle;

	BundleTlsSource(String name, SslBundles bundles) {
		this.bundle = bundles.getBundle(name);
		bundles.addBundleUpdateHandler(name, this::update);
	}

	private void update(SslBundle updated) {
		this.bundle = updated;
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public TlsMaterial material() {
		SslBundle current = this.bundle;
		String[] ciphers = current.getOptions().getCiphers();
		return new TlsMaterial(current.getManagers().getKeyManagerFactory(),
				current.getManagers().getTrustManagerFactory(), (ciphers != null) ? List.of(ciphers) : List.of());
	}

	@Override
	public Registration addChangeListener(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

}
