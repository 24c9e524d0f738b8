package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.muster.Departure;
import dev.muster.MemberId;
import dev.muster.transport.TransportSettings;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who was a member is found again without any source; and who leaves does not come back
 * though sources still list it.
 */
class RememberedMembersIT {

	private final SharedDiscovery discovery = new SharedDiscovery();

	private final Deque<JGroupsTransport> transports = new ArrayDeque<>();

	@AfterEach
	void stop() {
		this.transports.forEach(JGroupsTransport::stop);
	}

	@Test
	void whenAllSourcesAreSilentThenSeparatedMembersFindEachOtherAgain() {
		JGroupsTransport one = start("a", Duration.ofSeconds(1));
		JGroupsTransport other = start("b", Duration.ofSeconds(1));
		await("two members").until(() -> one.view().size() == 2 && other.view().size() == 2);
		this.discovery.silence();
		cut(one);
		cut(other);
		await("one member on each side").until(() -> one.view().size() == 1 && other.view().size() == 1);
		tcp(one).firewall(null);
		tcp(other).firewall(null);
		await("two members again").until(() -> one.view().size() == 2 && other.view().equals(one.view()));
	}

	@Test
	void whenAMemberLeavesThenItDoesNotComeBackThoughItIsListedAndLookedFor() {
		Duration always = Duration.ofMillis(100);
		JGroupsTransport staying = start("staying", always);
		Set<MemberId> gone = ConcurrentHashMap.newKeySet();
		Queue<String> wrong = new ConcurrentLinkedQueue<>();
		staying.addViewListener((change) -> {
			change.joined()
				.stream()
				.filter((member) -> gone.contains(member.id()))
				.forEach((member) -> wrong.add(member + " came back"));
			change.departed().forEach((departed) -> {
				gone.add(departed.member().id());
				if (departed.reason() != Departure.LEFT) {
					wrong.add(departed + " did not say goodbye");
				}
			});
		});
		for (int i = 1; i <= 4; i++) {
			int rounds = i;
			JGroupsTransport leaving = start("leaving-" + i, always);
			await("two members").until(() -> staying.view().size() == 2);
			this.discovery.keep(leaving.self());
			leaving.stop();
			await("one member").until(() -> gone.size() == rounds);
		}
		await("nobody to come back").during(always.multipliedBy(10)).until(() -> staying.view().size() == 1);
		assertThat(wrong).isEmpty();
	}

	private JGroupsTransport start(String name, Duration mergeInterval) {
		TransportSettings settings = JGroupsTransportContractIT.settings()
			.withFormation(Duration.ofSeconds(2), Duration.ofSeconds(10), mergeInterval, Duration.ofSeconds(10));
		JGroupsTransport transport = new JGroupsTransport("remembered", name, Map.of(), settings,
				this.discovery.service());
		this.transports.push(transport);
		transport.start();
		return transport;
	}

	private static void cut(JGroupsTransport transport) {
		Set<InetSocketAddress> own = Set.copyOf(List.of(tcp(transport).boundAddress()));
		tcp(transport).firewall(own::contains);
	}

	private static PacketPort tcp(JGroupsTransport transport) {
		Incarnation incarnation = transport.current();
		assertThat(incarnation).isNotNull();
		return incarnation.port();
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

}
