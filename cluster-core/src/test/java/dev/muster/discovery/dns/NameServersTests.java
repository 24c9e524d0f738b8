package dev.muster.discovery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.muster.discovery.DiscoveryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NameServers}.
 */
class NameServersTests {

	private static final DnsSettings SETTINGS = DnsSettings.of("shop", DnsRecords.A, 7800);

	@TempDir
	private Path directory;

	private static InetSocketAddress server(String address, int port) throws IOException {
		return new InetSocketAddress(InetAddress.getByName(address), port);
	}

	private Path file(String... lines) throws IOException {
		return Files.write(this.directory.resolve("resolv.conf"), List.of(lines));
	}

	@Test
	void theSystemsFileIsRead() throws Exception {
		NameServers read = NameServers.of(SETTINGS, file("# comment", "nameserver 10.0.0.10", "nameserver  fd00::10",
				"search shop.svc.cluster.local svc.cluster.local", "options ndots:5 timeout:1"));
		assertThat(read.servers()).containsExactly(server("10.0.0.10", 53), server("fd00::10", 53));
		assertThat(read.search()).containsExactly("shop.svc.cluster.local", "svc.cluster.local");
		assertThat(read.ndots()).isEqualTo(5);
	}

	@Test
	void whatMakesNoSenseIsPassedOver() throws Exception {
		NameServers read = NameServers.of(SETTINGS,
				file("", "nameserver", "nameserver name.example", "nameserver 10.0.0.1", "nameserver 10.0.0.2",
						"nameserver 10.0.0.3", "nameserver 10.0.0.4", "domain a..b", "search", "search x/y ok",
						"options ndots:99999 ndots:-1 ndots:x", "sortlist 10.0.0.0"));
		assertThat(read.servers()).containsExactly(server("10.0.0.1", 53), server("10.0.0.2", 53),
				server("10.0.0.3", 53));
		assertThat(read.search()).containsExactly("ok");
		assertThat(read.ndots()).isEqualTo(1);
	}

	@Test
	void whatIsConfiguredComesFirst() throws Exception {
		NameServers joined = NameServers.of(
				SETTINGS.withServers(List.of("10.1.0.1", "[fd00::1]:5353")).withSearch(List.of("mine.test")),
				file("nameserver 10.0.0.1", "search theirs.test", "options ndots:2"));
		assertThat(joined.servers()).containsExactly(server("10.1.0.1", 53), server("fd00::1", 5353));
		assertThat(joined.search()).containsExactly("mine.test");
		assertThat(joined.ndots()).isEqualTo(2);
	}

	@Test
	void whenThereIsNoFileThenTheConfiguredServersDo() throws Exception {
		Path missing = this.directory.resolve("missing");
		assertThat(NameServers.of(SETTINGS.withServers(List.of("10.1.0.1")), missing).servers())
			.containsExactly(server("10.1.0.1", 53));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> NameServers.of(SETTINGS, missing))
			.withMessageContaining(missing.toString())
			.withMessageContaining("set 'dns.server'");
	}

	@Test
	void whenTheFileNamesNoServerThenSaysWhatToDo() throws Exception {
		Path file = file("search a.test");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> NameServers.of(SETTINGS, file))
			.withMessageContaining("names none")
			.withMessageContaining("set 'dns.server'");
	}

}
