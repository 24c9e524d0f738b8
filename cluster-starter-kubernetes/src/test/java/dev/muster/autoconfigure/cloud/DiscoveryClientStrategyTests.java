package dev.muster.autoconfigure.cloud;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DiscoveryClientStrategy}.
 */
class DiscoveryClientStrategyTests {

	private static final PeerAddress SELF = new PeerAddress("10.0.0.9", 7800);

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger changes = new AtomicInteger();

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.released.countDown();
		this.scheduler.shutdownNow();
	}

	@Test
	void whatSeveralRegistriesListIsJoined() {
		DiscoveryClientStrategy strategy = start(registry("a", (service) -> List.of(instance("10.0.0.1", service))),
				registry("b", (service) -> List.of(instance("10.0.0.1", service), instance("10.0.0.2", service))));
		assertThat(strategy.discover()).containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7800),
				new PeerAddress("10.0.0.2", 7800));
	}

	@Test
	void thisNodeIsNotAmongItsPeers() {
		assertThat(start(registry("a", (service) -> List.of(instance(SELF.host(), service)))).discover()).isEmpty();
	}

	@Test
	void whenOneRegistryFailsThenTheOthersAnswerAndItIsCounted() {
		DiscoveryClientStrategy strategy = start(registry("broken", (service) -> {
			throw new IllegalStateException("no leader");
		}), registry("b", (service) -> List.of(instance("10.0.0.2", service))));
		assertThat(strategy.discover()).containsExactly(new PeerAddress("10.0.0.2", 7800));
		assertThat(strategy.counters()).containsEntry("failed-clients", 1L);
	}

	@Test
	void whenNobodyIsListedAndARegistryFailsThenSaysWhichAndWhy() {
		DiscoveryClientStrategy strategy = start(registry("Broken Registry", (service) -> {
			throw new IllegalStateException("wrapped", new IllegalArgumentException("<html>" + "x".repeat(9000)));
		}), registry("b", (service) -> List.of()));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(strategy::discover)
			.withMessageContaining("Broken Registry cannot tell the instances of 'shop'")
			.withMessageContaining("IllegalArgumentException: <html>")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
	}

	@Test
	void whenThereIsNoRegistryThenSaysSo() {
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(start()::discover)
			.withMessageContaining("there is no DiscoveryClient");
	}

	@Test
	void whenARegistryHangsThenFailsInTimeAndWaitsForNoSecondAnswer() {
		DiscoveryClientStrategy strategy = start(registry("hangs", (service) -> {
			awaitReleaseWhateverInterrupts();
			return List.of(instance("10.0.0.1", service));
		}));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(strategy::discover)
			.withMessageContaining("no answer within 0.27 s");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(strategy::discover)
			.withMessageContaining("has not returned yet");
		this.released.countDown();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptionsInstanceOf(DiscoveryException.class)
			.untilAsserted(() -> assertThat(strategy.discover()).containsExactly(new PeerAddress("10.0.0.1", 7800)));
	}

	@Test
	void whatHasNoAddressIsCountedEachTime() {
		DiscoveryClientStrategy strategy = start(registry("a", (service) -> List.of(instance("", service))));
		assertThat(strategy.discover()).isEmpty();
		assertThat(strategy.discover()).isEqualTo(Set.of());
		assertThat(strategy.counters()).containsEntry("unusable-instances", 2L);
	}

	@Test
	void aChangeIsPassedOnFromStartToClose() {
		DiscoveryClientStrategy strategy = strategy();
		strategy.registryChanged();
		start(strategy);
		strategy.registryChanged();
		strategy.close();
		strategy.registryChanged();
		assertThat(this.changes).hasValue(1);
	}

	@SuppressWarnings("ThreadJoinLoop") // the interrupt is ignored on purpose
	private void awaitReleaseWhateverInterrupts() {
		while (true) {
			try {
				this.released.await();
				return;
			}
			catch (InterruptedException ex) {
				// as a client may do that blocks in native code
			}
		}
	}

	private DiscoveryClientStrategy start(DiscoveryClient... clients) {
		return start(strategy(clients));
	}

	private static DiscoveryClientStrategy strategy(DiscoveryClient... clients) {
		return new DiscoveryClientStrategy(() -> List.of(clients), "shop", "muster-port", 7800);
	}

	private DiscoveryClientStrategy start(DiscoveryClientStrategy strategy) {
		strategy.start(new DiscoveryContext("shop", SELF, InstantSource.system(), this.scheduler,
				Duration.ofMillis(300), this.changes::incrementAndGet));
		return strategy;
	}

	private static ServiceInstance instance(String host, String service) {
		return new DefaultServiceInstance("id", service, host, 8080, false, Map.of());
	}

	private static DiscoveryClient registry(String description, Function<String, List<ServiceInstance>> instances) {
		return new DiscoveryClient() {

			@Override
			public String description() {
				return description;
			}

			@Override
			public List<ServiceInstance> getInstances(String serviceId) {
				return instances.apply(serviceId);
			}

			@Override
			public List<String> getServices() {
				return List.of();
			}

		};
	}

}
