package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/**
 * An authority and the certificates that it gives, made by the JDK's keytool.
 */
final class Certificates {

	private static final String PASSWORD = "changeit";

	private final Path store;

	Certificates(Path folder, String name) {
		this.store = folder.resolve(name + ".p12");
		keytool("ca", List.of("-ext", "bc:c", "-validity", "3"));
	}

	/** Give a certificate for the loopback. */
	Certificates give(String alias) {
		return give(alias, "-ext", "san=ip:127.0.0.1", "-validity", "2");
	}

	/** Give a certificate that has expired. */
	Certificates giveExpired(String alias) {
		return give(alias, "-ext", "san=ip:127.0.0.1", "-startdate", "-3d", "-validity", "1");
	}

	/** Give a certificate for another host. */
	Certificates giveForOtherHost(String alias) {
		return give(alias, "-ext", "san=ip:192.0.2.1", "-validity", "2");
	}

	private Certificates give(String alias, String... options) {
		List<String> all = new ArrayList<>(List.of("-signer", "ca"));
		all.addAll(List.of(options));
		keytool(alias, all);
		return this;
	}

	private void keytool(String alias, List<String> options) {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair",
				"-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1", "-keystore",
				this.store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		command.addAll(options);
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String said = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + said);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return what accepts connections under a certificate. */
	SslContext server(String alias) {
		return context(alias, this, true);
	}

	/** Return what connects under a certificate. */
	SslContext client(String alias) {
		return context(alias, this, false);
	}

	/** Return what connects under a certificate, and trusts another authority. */
	SslContext client(String alias, Certificates trusted) {
		return context(alias, trusted, false);
	}

	LinkSecurity.Tls security(String alias) {
		return security(alias, LinkSecurity.Verification.CERTIFICATE);
	}

	LinkSecurity.Tls security(String alias, LinkSecurity.Verification verification) {
		SslContext server = server(alias);
		SslContext client = client(alias);
		return new LinkSecurity.Tls(() -> server, () -> client, verification);
	}

	private SslContext context(String alias, Certificates trusted, boolean server) {
		try {
			KeyStore keys = load();
			PrivateKey key = (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray());
			X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
			SslContextBuilder builder = server ? SslContextBuilder.forServer(key, certificate)
					: SslContextBuilder.forClient().keyManager(key, certificate);
			return builder.sslProvider(SslProvider.JDK)
				.trustManager((X509Certificate) trusted.load().getCertificate("ca"))
				.build();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore load() throws GeneralSecurityException, IOException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

}
