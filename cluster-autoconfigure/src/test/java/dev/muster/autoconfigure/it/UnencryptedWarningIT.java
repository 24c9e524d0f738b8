package dev.muster.autoconfigure.it;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.muster.ClusterNode;
import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a node says that whoever reaches it can read along.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnencryptedWarningIT {

	private static final Pattern WARNING = Pattern.compile("WARN.*Whoever reaches .* can read along");

	@Test
	void whenItIsReachableFromElsewhereWithoutEncryptionThenItSaysSoOnce(CapturedOutput output) throws Exception {
		startTwice(TransportSettings.defaults().withBind(addressForOthers(), 0, 0));
		assertThat(WARNING.matcher(output).results()).hasSize(1);
		assertThat(output).contains("muster.transport.shared-secret").contains("muster.transport.ssl.bundle");
	}

	@Test
	void whenItIsReachableFromElsewhereWithEncryptionThenItSaysNothing(CapturedOutput output) throws Exception {
		String secret = "not so random, but long";
		startTwice(TransportSettings.defaults()
			.withBind(addressForOthers(), 0, 0)
			.withSecurity(new TransportSecurity.Secret(SharedSecret.of(secret))));
		assertThat(WARNING.matcher(output).results()).isEmpty();
		assertThat(output).doesNotContain(secret);
	}

	@Test
	void whenItIsReachableFromThisMachineOnlyThenItSaysNothing(CapturedOutput output) {
		startTwice(TransportSettings.defaults().withBind("127.0.0.1", 0, 0));
		assertThat(WARNING.matcher(output).results()).isEmpty();
	}

	private static void startTwice(TransportSettings settings) {
		ClusterNode node = ClusterNode.builder().clusterName("alone-" + UUID.randomUUID()).transport(settings).build();
		try {
			node.start();
			node.stop();
			node.start();
			assertThat(node.isRunning()).isTrue();
		}
		finally {
			node.close();
		}
	}

	private static String addressForOthers() throws Exception {
		Optional<InetAddress> found = NetworkInterface.networkInterfaces()
			.filter(UnencryptedWarningIT::isUp)
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.findFirst();
		Assumptions.assumeTrue(found.isPresent(),
				"This machine has no address but loopback: connect it to a network to run this test");
		return found.orElseThrow().getHostAddress();
	}

	private static boolean isUp(NetworkInterface each) {
		try {
			return each.isUp() && !each.isLoopback();
		}
		catch (SocketException ex) {
			return false; // it has just gone
		}
	}

}
