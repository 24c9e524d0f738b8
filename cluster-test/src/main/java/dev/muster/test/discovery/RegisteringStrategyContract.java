package dev.muster.test.discovery;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a {@link dev.muster.discovery.DiscoveryStrategy} must do besides whose
 * {@code register} makes a node known to the others, as a registry does and a fixed list
 * does not.
 */
public abstract class RegisteringStrategyContract extends DiscoveryStrategyContract {

	@Override
	final boolean registers() {
		return true;
	}

	@Test
	void whenOneDeregistersThenItIsNotFoundAnyMore() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy two = start(1).register();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(1)));
		two.discover();
		two.strategy.deregister();
		await().untilAsserted(() -> assertThat(one.discover()).doesNotContain(address(1)));
	}

	@Test
	void whenOfAnotherClusterThenItIsNotFound() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy stranger = start(createStrategy(), 1, "strangers").register();
		StartedStrategy two = start(2).register();
		stranger.discover();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(2)));
		await().untilAsserted(() -> assertThat(two.discover()).contains(address(0)));
		assertThat(one.discover()).doesNotContain(address(1));
		assertThat(stranger.discover()).doesNotContain(address(0), address(2));
	}

	@Test
	void whenRegisteredTwiceThenItIsFoundOnceAndGoneAfterOneDeregistration() throws Exception {
		StartedStrategy one = start(0).register();
		StartedStrategy two = start(1).register().register();
		await().untilAsserted(() -> assertThat(one.discover()).contains(address(1)));
		two.strategy.deregister();
		await().untilAsserted(() -> assertThat(one.discover()).doesNotContain(address(1)));
	}

}
