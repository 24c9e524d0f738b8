package dev.muster.autoconfigure.it;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.muster.Cluster;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.health.ClusterHealthIndicator;
import dev.muster.pubsub.PubSub;
import dev.muster.test.tls.SelfSignedCertificate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.application.SslHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Applications that form a cluster with an SSL bundle of Spring Boot.
 */
class SslBundleIT {

	private static final int MESSAGES = 600;

	private static final SelfSignedCertificate FORMER = SelfSignedCertificate.create();

	private static final SelfSignedCertificate NEXT = SelfSignedCertificate.create();

	private final Applications applications = new Applications();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void whenTheBundleIsUpdatedThenConnectionsAreRenewedAndNothingIsLost() throws Exception {
		write("keys.p12", FORMER.keyStore());
		write("trust.p12", FORMER.trustStore(NEXT));
		ConfigurableApplicationContext one = start("one");
		ConfigurableApplicationContext two = start("two");
		for (ConfigurableApplicationContext each : List.of(one, two)) {
			eventually().untilAsserted(() -> {
				assertThat(each.getBean(Cluster.class).view().size()).isEqualTo(2);
				assertThat(each.getBean(PubSub.class).subscribers("text")).hasSize(2);
			});
			assertThat(health(each).getDetails()).containsEntry("encrypted", true);
		}
		Health ssl = Objects.requireNonNull(one.getBean(SslHealthIndicator.class).health(true));
		assertThat(ssl.getStatus()).isEqualTo(Status.UP);
		assertThat(ssl.getDetails().get("expiringChains")).as("they end in two days")
			.asInstanceOf(InstanceOfAssertFactories.list(SslInfo.CertificateChainInfo.class))
			.extracting(SslInfo.CertificateChainInfo::getAlias)
			.contains(SelfSignedCertificate.ALIAS);

		PubSub bus = one.getBean(PubSub.class);
		CountedKeys atOne = new CountedKeys(NEXT);
		CountedKeys atTwo = new CountedKeys(NEXT);
		for (int i = 0; i < MESSAGES; i++) {
			if (i == MESSAGES / 3) {
				one.getBean(SslBundleRegistry.class).updateBundle("nodes", bundle(atOne));
			}
			if (i == MESSAGES / 2) {
				two.getBean(SslBundleRegistry.class).updateBundle("nodes", bundle(atTwo));
			}
			bus.publish("text", Integer.toString(i));
		}
		eventually().untilAsserted(() -> {
			assertThat(atOne.handshakes).as("handshakes of one with the new key").hasPositiveValue();
			assertThat(atTwo.handshakes).as("handshakes of two with the new key").hasPositiveValue();
		});
		eventually().until(() -> two.getBean(Board.class).heard.size() >= MESSAGES);
		assertThat(two.getBean(Board.class).heard)
			.containsExactlyElementsOf(IntStream.range(0, MESSAGES).mapToObj((i) -> "text " + i).toList());
		assertThat(one.getBean(Cluster.class).view()).isEqualTo(two.getBean(Cluster.class).view());
	}

	@Test
	void whenThereIsNoSuchBundleThenTheStartFailsAndSaysSo() {
		assertThatExceptionOfType(Exception.class).isThrownBy(
				() -> this.applications.start(Board.class, WebApplicationType.NONE, "muster.transport.ssl.bundle=typo"))
			.satisfies((ex) -> assertThat(causes(ex)).hasAtLeastOneElementOfType(InvalidClusterPropertyException.class)
				.anySatisfy((cause) -> assertThat(cause).hasMessageContaining("muster.transport.ssl.bundle")
					.hasMessageContaining("there is no SSL bundle 'typo'")));
	}

	private static List<Throwable> causes(Throwable failure) {
		return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause).toList();
	}

	private ConfigurableApplicationContext start(String name) {
		return this.applications.start(Board.class, WebApplicationType.NONE, "muster.node-name=" + name,
				"spring.ssl.bundle.jks.nodes.keystore.location=file:" + this.folder.resolve("keys.p12"),
				"spring.ssl.bundle.jks.nodes.keystore.password=" + SelfSignedCertificate.PASSWORD,
				"spring.ssl.bundle.jks.nodes.keystore.type=PKCS12",
				"spring.ssl.bundle.jks.nodes.truststore.location=file:" + this.folder.resolve("trust.p12"),
				"spring.ssl.bundle.jks.nodes.truststore.password=" + SelfSignedCertificate.PASSWORD,
				"spring.ssl.bundle.jks.nodes.truststore.type=PKCS12", "muster.transport.ssl.bundle=nodes",
				"muster.transport.ssl.verify-host=true", "muster.transport.require-encryption=true");
	}

	private SslBundle bundle(CountedKeys keys) throws Exception {
		SslStoreBundle stores = SslStoreBundle.of(NEXT.keyStore(), SelfSignedCertificate.PASSWORD,
				NEXT.trustStore(FORMER));
		SslManagerBundle managers = SslManagerBundle.of(keys.factory(),
				SslManagerBundle.from(stores, SslBundleKey.NONE).getTrustManagerFactory());
		return SslBundle.of(stores, SslBundleKey.NONE, SslOptions.NONE, SslBundle.DEFAULT_PROTOCOL, managers);
	}

	private void write(String name, KeyStore store) throws Exception {
		try (OutputStream out = Files.newOutputStream(this.folder.resolve(name))) {
			store.store(out, SelfSignedCertificate.PASSWORD.toCharArray());
		}
	}

	private static Health health(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(ClusterHealthIndicator.class).health(true));
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60));
	}

}
