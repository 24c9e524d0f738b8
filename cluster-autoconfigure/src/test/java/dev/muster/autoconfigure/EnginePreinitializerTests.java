package dev.muster.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link EnginePreinitializer}.
 */
class EnginePreinitializerTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final EnginePreinitializer preinitializer = new EnginePreinitializer(this.tasks::add);

	@Test
	void springBootFindsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(EnginePreinitializer.class);
	}

	@Test
	void theEngineIsPreparedInTheBackground() {
		this.preinitializer.onApplicationEvent(event(new MockEnvironment()));
		assertThat(this.tasks).hasSize(1);
		assertThatNoException().isThrownBy(this.tasks.get(0)::run);
	}

	@Test
	void whenTheNodeIsOffThenNothingIsPrepared() {
		this.preinitializer.onApplicationEvent(event(new MockEnvironment().withProperty("muster.enabled", "false")));
		assertThat(this.tasks).isEmpty();
	}

	private static ApplicationEnvironmentPreparedEvent event(MockEnvironment environment) {
		return new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(), new SpringApplication(),
				new String[0], environment);
	}

}
