package dev.muster.discovery.multicast;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import dev.muster.discovery.DiscoveryException;
import org.junit.jupiter.api.Assumptions;

/**
 * Where on this machine a test can send multicast. Nothing leaves the machine: the TTL is
 * 0.
 */
public final class MulticastGround {

	private MulticastGround() {
	}

	/**
	 * Find an interface and a free port; skips the test if there is none.
	 * @param group the multicast group
	 * @return settings with short intervals
	 */
	public static MulticastSettings settings(String group) {
		MulticastSettings settings = MulticastSettings.defaults()
			.withTtl(0)
			.withTiming(Duration.ofSeconds(1), Duration.ofMillis(200));
		try {
			int port = freePort();
			List<NetworkInterface> all = new ArrayList<>(Collections.list(NetworkInterface.getNetworkInterfaces()));
			all.sort(Comparator.comparing((candidate) -> !isLoopback(candidate)));
			for (NetworkInterface candidate : all) {
				MulticastSettings tried = settings.withGroup(group, port).withNetworkInterface(candidate.getName());
				if (works(tried)) {
					return tried;
				}
			}
		}
		catch (IOException ex) {
			Assumptions.abort("No multicast here: " + ex);
		}
		Assumptions.abort("No interface of this machine takes multicast of group " + group
				+ ". On Linux, have it on loopback: 'ip link set lo multicast on', and for IPv6 also "
				+ "'ip -6 route add ff00::/8 dev lo table local'");
		return settings;
	}

	private static boolean isLoopback(NetworkInterface candidate) {
		try {
			return candidate.isLoopback();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (DatagramSocket socket = new DatagramSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean works(MulticastSettings settings) {
		try (BeaconChannel sender = BeaconChannel.open(settings, null);
				BeaconChannel receiver = BeaconChannel.open(settings, null)) {
			sender.send(new byte[] { 1 });
			receiver.await(1000);
			return receiver.receive() != null;
		}
		catch (IOException | DiscoveryException ex) {
			return false;
		}
	}

}
