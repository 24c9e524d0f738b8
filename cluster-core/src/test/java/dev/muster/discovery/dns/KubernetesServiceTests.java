package dev.muster.discovery.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KubernetesService} and {@link DnsSettings}.
 */
class KubernetesServiceTests {

	@TempDir
	private Path directory;

	private static KubernetesService service(String name, @Nullable String portName) {
		return new KubernetesService(name, "prod", "cluster.local", portName);
	}

	@Test
	void withoutAPortNameAddressesOfBothKindsAreLookedUp() {
		DnsSettings settings = service("shop", null).settings(7800);
		assertThat(settings.name()).isEqualTo("shop.prod.svc.cluster.local.");
		assertThat(settings.records()).isEqualTo(DnsRecords.A_AND_AAAA);
		assertThat(settings.port()).isEqualTo(7800);
		assertThat(new DnsDiscoveryStrategy(settings).name()).isEqualTo("kubernetes-dns");
	}

	@Test
	void withAPortNameServicesAreLookedUp() {
		DnsSettings settings = service("shop", "muster").settings(7800);
		assertThat(settings.name()).isEqualTo("_muster._tcp.shop.prod.svc.cluster.local.");
		assertThat(settings.records()).isEqualTo(DnsRecords.SRV);
	}

	@Test
	void whatCannotBeIsNamed() {
		assertInvalid(() -> service("", null), "kubernetes-dns.service: ");
		assertInvalid(() -> service("shop.prod", null), "kubernetes-dns.service: ");
		assertInvalid(() -> service("shop", "mu ster"), "kubernetes-dns.port-name: ");
		assertInvalid(() -> new KubernetesService("shop", "p.rod", "cluster.local", null),
				"kubernetes-dns.namespace: ");
		assertInvalid(() -> new KubernetesService("shop", "prod", "", null), "kubernetes-dns.cluster-domain: ");
		assertInvalid(() -> service("shop", null).settings(0), "kubernetes-dns.port: ");
	}

	@Test
	void whatCannotBeLookedUpIsNamed() {
		DnsSettings settings = DnsSettings.of("shop", DnsRecords.A, 7800);
		assertInvalid(() -> DnsSettings.of("", DnsRecords.A, 7800), "dns.name: ");
		assertInvalid(() -> DnsSettings.of("10.0.0.1", DnsRecords.A, 7800), "dns.name: ");
		assertInvalid(() -> DnsSettings.of("shop", DnsRecords.A, 65536), "dns.port: ");
		assertInvalid(() -> settings.withServers(List.of("ns.example")), "dns.server: ");
		assertInvalid(() -> settings.withServers(List.of("10.0.0.1:x")), "dns.server: ");
		assertInvalid(() -> settings.withServers(Collections.nCopies(9, "10.0.0.1")), "dns.server: ");
		assertInvalid(() -> settings.withSearch(List.of("a b")), "dns.search: ");
		assertInvalid(() -> settings.withLimits(Duration.ZERO, 1), "dns.timeout: ");
		assertInvalid(() -> settings.withLimits(Duration.ofSeconds(1), 0), "dns.max-records: ");
	}

	@Test
	void theNamespaceIsReadFromTheFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("namespace"), "prod\n");
		assertThat(KubernetesService.ownNamespace(file)).isEqualTo("prod");
	}

	@Test
	void whenThereIsNoNamespaceThenSaysWhatToDo() throws IOException {
		Path missing = this.directory.resolve("missing");
		assertThatIllegalArgumentException().isThrownBy(() -> KubernetesService.ownNamespace(missing))
			.withMessageStartingWith("kubernetes-dns.namespace: ")
			.withMessageContaining(missing.toString())
			.withMessageContaining("automountServiceAccountToken");
		Path empty = Files.writeString(this.directory.resolve("empty"), " \n");
		assertInvalid(() -> KubernetesService.ownNamespace(empty), "kubernetes-dns.namespace: ");
		Path large = Files.writeString(this.directory.resolve("large"), "a".repeat(100_000));
		assertInvalid(() -> KubernetesService.ownNamespace(large), "kubernetes-dns.namespace: ");
	}

	private static void assertInvalid(ThrowingCallable call, String text) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(text);
	}

}
