package dev.muster.discovery.consul;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate made by the JDK's own tool, as an agent reads it.
 *
 * @param certificate the certificate, as a store
 * @param file the certificate, as PEM
 * @param key its key, as PEM
 */
record AgentCertificate(KeyStore certificate, Path file, Path key) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	/**
	 * Create one.
	 * @param directory for its files
	 * @param subject whom it names, such as {@code ip:127.0.0.1}
	 * @return the certificate
	 */
	static AgentCertificate create(Path directory, String subject) {
		try {
			Path home = Files.createTempDirectory(directory, "certificate");
			Path store = home.resolve("agent.p12");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "agent", "-keyalg", "EC", "-dname", "CN=agent", "-ext", "SAN=" + subject,
					"-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
					new String(PASSWORD))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
			KeyStore keys = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(store)) {
				keys.load(in, PASSWORD);
			}
			KeyStore trust = KeyStore.getInstance("PKCS12");
			trust.load(null, null);
			trust.setCertificateEntry("agent", keys.getCertificate("agent"));
			return new AgentCertificate(trust,
					pem(home.resolve("agent.crt"), "CERTIFICATE", keys.getCertificate("agent").getEncoded()),
					pem(home.resolve("agent.key"), "PRIVATE KEY", keys.getKey("agent", PASSWORD).getEncoded()));
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

	private static Path pem(Path file, String type, byte[] content) throws IOException {
		return Files.writeString(file,
				"-----BEGIN " + type + "-----\n"
						+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content) + "\n-----END " + type
						+ "-----\n");
	}

	/** Return what trusts this certificate and no other. */
	SSLContext trusting() {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(this.certificate);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
