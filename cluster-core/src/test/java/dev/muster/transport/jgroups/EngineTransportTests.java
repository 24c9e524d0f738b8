package dev.muster.transport.jgroups;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineTransport}.
 */
class EngineTransportTests {

	@Test
	void aHostIsToldAsMembersTellIt() throws Exception {
		byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
		assertThat(EngineTransport.host(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 7800)))
			.isEqualTo("fe80:0:0:0:0:0:0:1");
		assertThat(EngineTransport.host(new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 7800)))
			.isEqualTo("10.0.0.1");
	}

}
