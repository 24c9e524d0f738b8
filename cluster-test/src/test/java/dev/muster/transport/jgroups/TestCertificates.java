package dev.muster.transport.jgroups;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import dev.muster.Registration;
import dev.muster.transport.TlsMaterial;
import dev.muster.transport.TlsSource;

/**
 * Certificates made by the JDK's own tool: one that its owners trust, and that is renewed
 * on demand.
 */
final class TestCertificates implements TlsSource {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile TlsMaterial material;

	TestCertificates() {
		KeyStore own = create();
		this.material = material(own, own);
	}

	/** Take another certificate; who has the former one is not trusted any more. */
	void renew() {
		KeyStore own = create();
		this.material = material(own, own);
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

	private static TlsMaterial material(KeyStore own, KeyStore trusted) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(own, PASSWORD);
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			KeyStore anchors = KeyStore.getInstance("PKCS12");
			anchors.load(null, null);
			anchors.setCertificateEntry("node", trusted.getCertificate("node"));
			trust.init(anchors);
			return new TlsMaterial(keys, trust, List.of());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore create() {
		try {
			Path directory = Files.createTempDirectory("certificate");
			Path file = directory.resolve("node.p12");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "node", "-keyalg", "EC", "-dname", "CN=node", "-ext", "SAN=ip:127.0.0.1",
					"-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass",
					new String(PASSWORD))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				store.load(in, PASSWORD);
			}
			Files.delete(file);
			Files.delete(directory);
			return store;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
