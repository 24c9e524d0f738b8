package dev.muster.autoconfigure.transport;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.TransportSecurity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.SslBundleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TransportSecurityFactory}.
 */
class TransportSecurityFactoryTests {

	private final TransportProperties properties = new TransportProperties();

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

	@Test
	void byDefaultNothingIsEncrypted() {
		assertThat(create(null)).isEqualTo(TransportSecurity.NONE);
	}

	@Test
	void whenEncryptionIsRequiredAndThereIsNoneThenTheRemedyIsNamed() {
		this.properties.setRequireEncryption(true);
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(this.bundles))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.transport.require-encryption");
				assertThat(ex.remedy()).contains("muster.transport.ssl.bundle", "muster.transport.shared-secret");
			});
	}

	@Test
	void aSecretIsUsedAndNeverTold() {
		this.properties.setSharedSecret("nobody but us knows this");
		this.properties.setRequireEncryption(true);
		TransportSecurity security = create(null);
		assertThat(security).isInstanceOf(TransportSecurity.Secret.class);
		assertThat(security.toString()).doesNotContain("nobody");
	}

	@Test
	void aShortSecretIsRefusedWithoutBeingTold() {
		this.properties.setSharedSecret("hunter2");
		assertThatExceptionOfType(InvalidTransportSettingException.class).isThrownBy(() -> create(null))
			.withMessageContaining("shared-secret")
			.withMessageNotContaining("hunter2");
	}

	@Test
	void aBundleIsUsedAndItsUpdatesAreFollowed() {
		this.bundles.registerBundle("node", bundle("TLS_AES_128_GCM_SHA256"));
		this.properties.getSsl().setBundle("node");
		this.properties.getSsl().setVerifyHost(true);
		TransportSecurity.Tls tls = (TransportSecurity.Tls) create(this.bundles);
		assertThat(tls.verifyHost()).isTrue();
		assertThat(tls.source().material().ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
		AtomicInteger changes = new AtomicInteger();
		tls.source().addChangeListener(changes::incrementAndGet);
		this.bundles.updateBundle("node", bundle("TLS_AES_256_GCM_SHA384"));
		assertThat(changes).hasValue(1);
		assertThat(tls.source().material().ciphers()).containsExactly("TLS_AES_256_GCM_SHA384");
	}

	@Test
	void aBundleThatThereIsNotIsNamed() {
		this.properties.getSsl().setBundle("nope");
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(this.bundles))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("spring.ssl.bundle", "nope"));
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(null));
	}

	@Test
	void aBundleAndASecretContradictOneAnother() {
		this.properties.getSsl().setBundle("node");
		this.properties.setSharedSecret("nobody but us knows this");
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(this.bundles))
			.withMessageNotContaining("nobody but us");
	}

	@Test
	void udpGoesWithoutEncryptionOnly() {
		this.properties.setProtocol(TransportProperties.Protocol.UDP);
		assertThat(create(null)).isEqualTo(TransportSecurity.NONE);
		this.properties.setRequireEncryption(true);
		assertUdpRefused("muster.transport.require-encryption");
		this.properties.setSharedSecret("nobody but us knows this");
		assertUdpRefused("muster.transport.shared-secret");
		this.properties.getSsl().setBundle("node");
		assertUdpRefused("muster.transport.ssl.bundle");
	}

	private void assertUdpRefused(String because) {
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(this.bundles))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.transport.protocol");
				assertThat(ex.remedy()).contains("'tcp'", because);
			})
			.withMessageNotContaining("nobody but us");
	}

	private TransportSecurity create(@Nullable SslBundles available) {
		return new TransportSecurityFactory(available).create(this.properties);
	}

	private static SslBundle bundle(String cipher) {
		return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.of(Set.of(cipher), null));
	}

}
