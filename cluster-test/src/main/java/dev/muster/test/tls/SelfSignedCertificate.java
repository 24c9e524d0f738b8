package dev.muster.test.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * A certificate for the loopback address with its key, valid for two days, made by the
 * JDK's keytool. Immutable.
 */
public final class SelfSignedCertificate {

	/**
	 * Under which name its store has it.
	 */
	public static final String ALIAS = "node";

	/**
	 * Password of its store, and of the key in it.
	 */
	public static final String PASSWORD = "changeit";

	private final KeyStore store;

	private SelfSignedCertificate(KeyStore store) {
		this.store = store;
	}

	/**
	 * Make one. Takes about a second.
	 * @return a certificate that nobody else has
	 */
	public static SelfSignedCertificate create() {
		try {
			Path directory = Files.createTempDirectory("certificate");
			Path file = directory.resolve("node.p12");
			try {
				createIn(file);
				return read(file);
			}
			finally {
				Files.deleteIfExists(file);
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make one in a file.
	 * @param file a PKCS12 store that there is not yet
	 * @throws IOException if it cannot be written
	 */
	public static void createIn(Path file) throws IOException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=node", "-ext",
				"SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
				"-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes());
		try {
			if (keytool.waitFor() != 0) {
				throw new IOException("keytool failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while keytool worked", ex);
		}
	}

	/**
	 * Read one that was made before.
	 * @param file its PKCS12 store
	 * @return the certificate
	 * @throws IOException if it cannot be read
	 */
	public static SelfSignedCertificate read(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, PASSWORD.toCharArray());
			return new SelfSignedCertificate(store);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException("The store " + file + " cannot be read", ex);
		}
	}

	/**
	 * Return a store with the key and the certificate.
	 * @return a PKCS12 store; not to be changed
	 */
	public KeyStore keyStore() {
		return this.store;
	}

	/**
	 * Return a store of those who are trusted: this certificate, and others.
	 * @param others the others
	 * @return a new PKCS12 store
	 */
	public KeyStore trustStore(SelfSignedCertificate... others) {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry(ALIAS, this.store.getCertificate(ALIAS));
			for (int i = 0; i < others.length; i++) {
				trusted.setCertificateEntry("other" + i, others[i].store.getCertificate(ALIAS));
			}
			return trusted;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("A store in memory cannot be made", ex);
		}
	}

}
