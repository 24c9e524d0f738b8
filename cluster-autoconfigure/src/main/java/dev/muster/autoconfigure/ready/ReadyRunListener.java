package dev.muster.autoconfigure.ready;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Has the {@link ReadyGate} speak after Spring Boot has published at the end of a start
 * that the application is ready, so that it has the last word with those who listen to
 * such events.
 */
class ReadyRunListener implements SpringApplicationRunListener, Ordered {

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		context.getBeanProvider(ReadyGate.class).ifAvailable(ReadyGate::applicationReady);
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
