package dev.muster.benchmarks.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import dev.muster.Registration;
import dev.muster.transport.TlsMaterial;
import dev.muster.transport.TlsSource;

/**
 * A certificate that all processes of a trial have and trust, made by the first of them.
 */
final class SharedCertificate implements TlsSource {

	private static final String PASSWORD = "changeit";

	private final TlsMaterial material;

	SharedCertificate(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
		Path file = directory.resolve("benchmark.p12");
		try (FileChannel guard = FileChannel.open(directory.resolve("benchmark.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = guard.lock()) {
			if (!Files.exists(file) && lock.isValid()) {
				create(file);
			}
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		KeyStore anchors = KeyStore.getInstance("PKCS12");
		anchors.load(null, null);
		anchors.setCertificateEntry("node", store.getCertificate("node"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(anchors);
		this.material = new TlsMaterial(keys, trust, List.of());
	}

	private static void create(Path file) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "node", "-keyalg", "EC", "-dname", "CN=node", "-validity", "2", "-storetype",
				"PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IOException("keytool failed: " + output);
		}
	}

	@Override
	public TlsMaterial material() {
		return this.material;
	}

	@Override
	public Registration addChangeListener(Runnable listener) {
		return () -> {
		};
	}

}
