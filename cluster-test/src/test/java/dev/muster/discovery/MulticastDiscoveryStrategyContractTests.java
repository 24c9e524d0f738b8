package dev.muster.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.Random;

import dev.muster.discovery.multicast.MulticastDiscoveryStrategy;
import dev.muster.discovery.multicast.MulticastGround;
import dev.muster.discovery.multicast.MulticastSettings;
import dev.muster.test.discovery.RegisteringStrategyContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class MulticastDiscoveryStrategyContractTests {

	private abstract static class MulticastContract extends RegisteringStrategyContract {

		private MulticastSettings settings = MulticastSettings.defaults();

		@BeforeEach
		void setUp() {
			this.settings = settings();
		}

		abstract MulticastSettings settings();

		@Override
		protected DiscoveryStrategy createStrategy() {
			return new MulticastDiscoveryStrategy(this.settings);
		}

		@Override
		protected void disturb() throws IOException {
			long seed = System.nanoTime();
			System.out.println("Seed " + seed);
			Random random = new Random(seed);
			InetAddress group = InetAddress.getByName(this.settings.group());
			try (MulticastSocket socket = new MulticastSocket()) {
				socket.setOption(StandardSocketOptions.IP_MULTICAST_IF,
						NetworkInterface.getByName(this.settings.networkInterface()));
				socket.setTimeToLive(this.settings.ttl());
				for (int i = 0; i < 500; i++) {
					byte[] garbage = new byte[random.nextInt(1000)];
					random.nextBytes(garbage);
					socket.send(new DatagramPacket(garbage, garbage.length,
							new InetSocketAddress(group, this.settings.port())));
				}
			}
		}

	}

	@Nested
	class Ipv4 extends MulticastContract {

		@Override
		MulticastSettings settings() {
			return MulticastGround.settings(MulticastSettings.DEFAULT_GROUP);
		}

	}

	@Nested
	class Ipv4WithSecret extends MulticastContract {

		@Override
		MulticastSettings settings() {
			return MulticastGround.settings(MulticastSettings.DEFAULT_GROUP).withSecret("open sesame");
		}

	}

	@Nested
	class Ipv6 extends MulticastContract {

		@Override
		MulticastSettings settings() {
			return MulticastGround.settings("ff12::4d:5354");
		}

	}

}
