package dev.muster.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import dev.muster.discovery.DiscoveryService.Candidates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Candidates#mayFound()}.
 */
@Timeout(60)
class MayFoundTests {

	private static final PeerAddress SELF = new PeerAddress("10.0.0.1", 7800);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Map<String, String> NAMES = Map.of("me.example", "10.0.0.1", "other.example", "10.0.0.2");

	private final FakeStrategy one = new FakeStrategy();

	private final FakeStrategy two = new FakeStrategy();

	private final CountDownLatch release = new CountDownLatch(1);

	private DiscoveryService service = DiscoveryService.of(List.of());

	@AfterEach
	void stop() {
		this.release.countDown();
		this.service.stop();
	}

	private boolean mayFound(FakeStrategy... strategies) {
		List<Topology> topologies = new ArrayList<>();
		for (FakeStrategy strategy : strategies) {
			topologies.add(new Topology("topology" + topologies.size(), strategy, Duration.ofHours(1)));
		}
		this.service = new DefaultDiscoveryService(topologies, Duration.ofSeconds(2), this::resolve);
		this.service.start("shop", SELF);
		return this.service.poll(PATIENCE).mayFound();
	}

	private List<InetAddress> resolve(String host) throws UnknownHostException {
		String address = NAMES.get(host);
		if (host.equals("slow.example")) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("A name service is not interrupted in earnest", ex);
			}
		}
		if (address == null) {
			throw new UnknownHostException(host);
		}
		return List.of(InetAddress.getByName(address));
	}

	@Test
	void whenAStrategyDoesNotListSelfThenMayFound() {
		assertThat(mayFound(this.one)).isTrue();
	}

	@Test
	void whenAStrategyHasNotAnsweredThenMayNotFound() {
		this.two.discover = FakeStrategy.failing("down");
		assertThat(mayFound(this.one, this.two)).isFalse();
	}

	@Test
	void whenNotListedThenMayNotFound() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("10.0.0.2", "10.0.0.1:7801", "other.example", "nobody.example");
		assertThat(mayFound(this.one)).isFalse();
	}

	@Test
	void whenListedThenMayFound() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("10.0.0.2", "10.0.0.1");
		assertThat(mayFound(this.one)).isTrue();
	}

	@Test
	void whenListedByOneOfTwoThenMayFound() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("10.0.0.2");
		this.two.listsSelf = true;
		this.two.discover = FakeStrategy.answering("10.0.0.1");
		assertThat(mayFound(this.one, this.two)).isTrue();
	}

	@Test
	void whenListedByNameThenMayFound() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("other.example", "nobody.example", "me.example");
		assertThat(mayFound(this.one)).isTrue();
	}

	@Test
	void whenListedByNameThenFurtherPollsDoNotChangeBackAndForth() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("me.example");
		assertThat(mayFound(this.one)).isTrue();
		List<Boolean> seen = new ArrayList<>();
		this.service.addChangeListener(() -> seen.add(this.service.candidates().mayFound()));
		this.service.poll(PATIENCE);
		this.service.poll(PATIENCE);
		assertThat(seen).isEmpty();
	}

	@Test
	void whenANameServiceHangsThenTheAddressesAreThereAllTheSame() {
		this.one.listsSelf = true;
		this.one.discover = FakeStrategy.answering("slow.example");
		this.two.discover = FakeStrategy.answering("10.0.0.2");
		assertThat(mayFound(this.one, this.two)).isTrue();
		assertThat(this.service.candidates().addresses()).isEqualTo(FakeStrategy.addresses("slow.example", "10.0.0.2"));
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.service.status().get(0).lastError()).contains("host names"));
	}

}
