package dev.muster.discovery;

import java.util.List;

import dev.muster.discovery.dns.DnsDiscoveryStrategy;
import dev.muster.discovery.dns.DnsRecords;
import dev.muster.discovery.dns.DnsSettings;
import dev.muster.test.discovery.DiscoveryStrategyContract;
import dev.muster.test.dns.DnsServer;
import dev.muster.test.dns.DnsServer.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

class DnsDiscoveryStrategyContractTests {

	@TestInstance(Lifecycle.PER_CLASS)
	private abstract static class DnsContract extends DiscoveryStrategyContract {

		private final DnsServer server = DnsServer.start("contract.test");

		@BeforeAll
		void addRecords() {
			addRecords(this.server);
		}

		@AfterAll
		void close() {
			this.server.close();
		}

		abstract void addRecords(DnsServer server);

		abstract DnsSettings settings(DnsServer server);

		@Override
		protected DiscoveryStrategy createStrategy() {
			return new DnsDiscoveryStrategy(settings(this.server).withServers(List.of(this.server.address())));
		}

	}

	@Nested
	class Addresses extends DnsContract {

		@Override
		protected PeerAddress address(int index) {
			return new PeerAddress("127.0.1." + (index + 1), 17801);
		}

		@Override
		void addRecords(DnsServer server) {
			server.addresses("nodes", List.of(address(0).host(), address(1).host(), address(2).host()));
		}

		@Override
		DnsSettings settings(DnsServer server) {
			return DnsSettings.of(server.name("nodes"), DnsRecords.A, 17801);
		}

	}

	@Nested
	class Services extends DnsContract {

		@Override
		void addRecords(DnsServer server) {
			server.addresses("host", List.of("127.0.0.1"));
			server.services("_muster._tcp",
					List.of(new Service(server.name("host"), address(0).port()),
							new Service(server.name("host"), address(1).port()),
							new Service(server.name("host"), address(2).port())));
		}

		@Override
		DnsSettings settings(DnsServer server) {
			return DnsSettings.of(server.name("_muster._tcp"), DnsRecords.SRV, 1);
		}

	}

}
