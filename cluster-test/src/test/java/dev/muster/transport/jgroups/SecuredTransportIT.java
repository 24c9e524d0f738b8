package dev.muster.transport.jgroups;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import dev.muster.test.tls.RenewableTlsSource;
import dev.muster.test.tls.SelfSignedCertificate;
import dev.muster.transport.Refusal;
import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is let in, and what happens when certificates change.
 */
class SecuredTransportIT {

	private static final int CHANNEL = 9;

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final List<JGroupsTransport> transports = new ArrayList<>();

	@AfterEach
	void stop() {
		this.transports.forEach(JGroupsTransport::stop);
	}

	@Test
	void whoHasAnotherSecretIsRefusedAndBothSayWhy() {
		assertStrangers(secret("the first secret of two"), secret("the second secret of two"),
				Refusal.Reason.UNAUTHENTICATED, Refusal.Reason.UNAUTHENTICATED);
	}

	@Test
	void whoHasNoSecretIsRefusedAndBothSayWhy() {
		assertStrangers(secret("the only secret there is"), TransportSecurity.NONE, Refusal.Reason.UNAUTHENTICATED,
				Refusal.Reason.UNAUTHENTICATED);
	}

	@Test
	void whoEncryptsOtherwiseIsRefusedAndBothSayWhy() {
		assertStrangers(new TransportSecurity.Tls(certificates(), false), TransportSecurity.NONE,
				Refusal.Reason.UNENCRYPTED, Refusal.Reason.UNENCRYPTED);
	}

	@Test
	void whoHasTheSecretButIsOfAnotherClusterIsRefusedAndBothSayWhy() {
		TransportSecurity same = secret("the same secret for both");
		assertStrangers(transport("shop", "a", same), transport("other", "b", same), Refusal.Reason.OTHER_CLUSTER,
				Refusal.Reason.OTHER_CLUSTER);
	}

	@Test
	void whoseCertificateIsNotTrustedIsRefused() {
		JGroupsTransport one = transport("a", new TransportSecurity.Tls(certificates(), false));
		JGroupsTransport other = transport("b", new TransportSecurity.Tls(certificates(), false));
		one.start();
		other.start();
		await("the refusals", () -> !one.refusals().isEmpty() && !other.refusals().isEmpty());
		assertThat(one.view().size()).isOne();
		assertThat(other.view().size()).isOne();
	}

	@Test
	void whenCertificatesAreRenewedThenNoFrameIsLost() {
		RenewableTlsSource certificates = certificates();
		TransportSecurity security = new TransportSecurity.Tls(certificates, true);
		JGroupsTransport sender = transport("a", security);
		JGroupsTransport receiver = transport("b", security);
		Queue<String> received = new ConcurrentLinkedQueue<>();
		receiver.openChannel(CHANNEL, (from, frame) -> received.add(new String(frame, StandardCharsets.UTF_8)));
		sender.start();
		receiver.start();
		await("two members", () -> sender.view().size() == 2 && receiver.view().size() == 2);
		int renewals = 5;
		int each = 500;
		for (int i = 0; i < renewals * each; i++) {
			if (i % each == each / 2) {
				certificates.renew(SelfSignedCertificate.create());
			}
			sender.broadcast(CHANNEL, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
		}
		await("all frames", () -> received.size() >= renewals * each);
		assertThat(received)
			.containsExactlyElementsOf(IntStream.range(0, renewals * each).mapToObj(Integer::toString).toList());
		assertThat(sender.view().size()).isEqualTo(2);
		assertThat(sender.view()).isEqualTo(receiver.view());
		JGroupsTransport third = transport("c", security);
		third.start();
		await("three members", () -> sender.view().size() == 3);
	}

	private void assertStrangers(TransportSecurity first, TransportSecurity second, Refusal.Reason atFirst,
			Refusal.Reason atSecond) {
		assertStrangers(transport("a", first), transport("b", second), atFirst, atSecond);
	}

	private static void assertStrangers(JGroupsTransport one, JGroupsTransport other, Refusal.Reason atFirst,
			Refusal.Reason atSecond) {
		one.start();
		other.start();
		await("the refusals", () -> reasons(one).contains(atFirst) && reasons(other).contains(atSecond));
		assertThat(one.view().size()).isOne();
		assertThat(other.view().size()).isOne();
	}

	private static List<Refusal.Reason> reasons(JGroupsTransport transport) {
		return transport.refusals().stream().map(Refusal::reason).toList();
	}

	private static RenewableTlsSource certificates() {
		return new RenewableTlsSource(SelfSignedCertificate.create());
	}

	private static TransportSecurity secret(String text) {
		return new TransportSecurity.Secret(SharedSecret.of(text));
	}

	private JGroupsTransport transport(String name, TransportSecurity security) {
		return transport("secured", name, security);
	}

	private JGroupsTransport transport(String clusterName, String name, TransportSecurity security) {
		JGroupsTransport transport = new JGroupsTransport(clusterName, name, Map.of(),
				JGroupsTransportContractIT.settings().withSecurity(security), this.discovery.service());
		this.transports.add(transport);
		return transport;
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(condition);
	}

}
