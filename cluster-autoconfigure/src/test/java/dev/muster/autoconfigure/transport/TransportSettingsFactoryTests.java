package dev.muster.autoconfigure.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.Reach;
import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.LinkOptions;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.UdpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TransportSettingsFactory}.
 */
class TransportSettingsFactoryTests {

	private final TransportProperties properties = new TransportProperties();

	private Optional<InetAddress> siteAddress = Optional.empty();

	private final TransportSettingsFactory factory = new TransportSettingsFactory(
			new BindAddress(() -> this.siteAddress, List::of));

	@Test
	void whenNothingIsSetThenTakesTheEnginesDefaults() {
		assertThat(create(Reach.LOCAL)).isEqualTo(TransportSettings.defaults());
	}

	@Test
	void whenTopologiesStayOnThisMachineThenBindsLoopback() {
		assertThat(create(Reach.LOCAL).bindAddress()).isEqualTo("127.0.0.1");
		assertThat(create(Reach.LOOPBACK).bindAddress()).isEqualTo("127.0.0.1");
	}

	@Test
	void whenATopologyReachesFurtherThenBindsTheSiteAddress() throws Exception {
		this.siteAddress = Optional.of(InetAddress.getByName("10.0.0.7"));
		assertThat(create(Reach.NETWORK).bindAddress()).isEqualTo("10.0.0.7");
	}

	@Test
	void whenThereIsNoSiteAddressThenFails() {
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(Reach.NETWORK))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.transport.bind-address");
				assertThat(ex.remedy()).contains("127.0.0.1");
			});
	}

	@Test
	void whenAnAddressIsSetThenBindsIt() {
		this.properties.setBindAddress(" 127.0.0.2 ");
		assertThat(create(Reach.NETWORK).bindAddress()).isEqualTo("127.0.0.2");
	}

	@Test
	void whenAHostNameIsSetThenBindsItsAddress() {
		this.properties.setBindAddress("localhost");
		assertThat(create(Reach.NETWORK).bindAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
	}

	@Test
	void whenTheAddressIsNoneThenFails() {
		this.properties.setBindAddress("not an address");
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(() -> create(Reach.LOCAL))
			.withMessageContaining("muster.transport.bind-address")
			.withMessageContaining("not an address");
	}

	@ParameterizedTest
	@CsvSource({ "LOCAL,7800,10", "LOOPBACK,7800,0", "NETWORK,7800,0", "LOCAL,65530,5", "LOCAL,65535,0" })
	void portRangeDependsOnHowPeersAreFound(Reach reach, int port, int range) throws Exception {
		this.siteAddress = Optional.of(InetAddress.getByName("10.0.0.7"));
		this.properties.setBindPort(port);
		assertThat(create(reach).portRange()).isEqualTo(range);
	}

	@Test
	void whenThePortRangeIsSetThenTakesIt() {
		this.properties.setPortRange(3);
		assertThat(create(Reach.LOOPBACK).portRange()).isEqualTo(3);
	}

	@Test
	void whenAllIsSetThenTakesAll() {
		this.properties.setBindPort(9000);
		this.properties.setExternalAddress("203.0.113.9");
		this.properties.setExternalPort(9001);
		this.properties.setJoinTimeout(Duration.ofSeconds(11));
		this.properties.setSeedTimeout(Duration.ofSeconds(12));
		this.properties.setMergeInterval(Duration.ofSeconds(13));
		this.properties.setLeaveTimeout(Duration.ofSeconds(14));
		this.properties.getFailureDetection().setTimeout(Duration.ofSeconds(15));
		this.properties.getFailureDetection().setInterval(Duration.ofSeconds(2));
		this.properties.getFailureDetection().setVerifyTimeout(Duration.ofSeconds(16));
		this.properties.getLinks().setMaxPeers(17);
		TransportSettings settings = create(Reach.LOCAL);
		assertThat(settings).isEqualTo(TransportSettings.defaults()
			.withBind("127.0.0.1", 9000, 10)
			.withExternal("203.0.113.9", 9001)
			.withFormation(Duration.ofSeconds(11), Duration.ofSeconds(12), Duration.ofSeconds(13),
					Duration.ofSeconds(14))
			.withFailureDetection(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(16))
			.withLinks(LinkOptions.defaults().withMax(17, 256, 32)));
	}

	@Test
	void whenASettingIsOutOfItsBoundsThenTheEngineNamesIt() {
		this.properties.getFailureDetection().setTimeout(Duration.ofMillis(10));
		assertThatExceptionOfType(InvalidTransportSettingException.class).isThrownBy(() -> create(Reach.LOCAL))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.failure-detection.timeout"));
	}

	@Test
	void whenTheProtocolIsTcpThenNothingIsMulticast() {
		assertThat(create(Reach.LOCAL).udp()).isNull();
	}

	@Test
	void whenTheProtocolIsUdpThenDataIsMulticast() {
		this.properties.setProtocol(TransportProperties.Protocol.UDP);
		assertThat(create(Reach.LOCAL).udp()).isEqualTo(UdpSettings.defaults());
		this.properties.getUdp().setGroup(" 239.1.2.3 ");
		this.properties.getUdp().setPort(4000);
		this.properties.getUdp().setTtl(2);
		this.properties.getUdp().setReceiveBufferSize(DataSize.ofMegabytes(8));
		this.properties.getUdp().setSendBufferSize(DataSize.ofMegabytes(4));
		assertThat(create(Reach.LOCAL).udp())
			.isEqualTo(new UdpSettings("239.1.2.3", 4000, 2, 8 * 1024 * 1024, 4 * 1024 * 1024));
		this.properties.getUdp().setSendBufferSize(DataSize.ofGigabytes(4));
		assertThatExceptionOfType(InvalidTransportSettingException.class).isThrownBy(() -> create(Reach.LOCAL))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.transport.udp.send-buffer-size"));
	}

	private TransportSettings create(Reach reach) {
		return this.factory.create(this.properties, reach);
	}

}
