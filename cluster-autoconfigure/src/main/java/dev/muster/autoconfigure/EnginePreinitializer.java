package dev.muster.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.muster.ClusterNode;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;

/**
 * Loads the engine's classes on a thread of its own while Spring builds the application,
 * so that its start-up waits less for them. Does nothing where Spring Boot would not
 * either (a single processor, a native image, the system property
 * {@code spring.backgroundpreinitializer.ignore}), nor if {@code muster.enabled} is
 * {@code false}, for which a Spring Boot {@code BackgroundPreinitializer} could not ask.
 */
class EnginePreinitializer implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	private static final AtomicBoolean PREPARED = new AtomicBoolean();

	private static final boolean POSSIBLE = !NativeDetector.inNativeImage()
			&& Runtime.getRuntime().availableProcessors() > 1
			&& !Boolean.getBoolean("spring.backgroundpreinitializer.ignore");

	private final Executor background;

	EnginePreinitializer() {
		this((task) -> {
			if (POSSIBLE && PREPARED.compareAndSet(false, true)) {
				Thread thread = new Thread(task, "muster-preinit");
				thread.setDaemon(true);
				thread.start();
			}
		});
	}

	EnginePreinitializer(Executor background) {
		this.background = background;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (!"false".equalsIgnoreCase(event.getEnvironment().getProperty("muster.enabled"))) {
			this.background.execute(EnginePreinitializer::prepare);
		}
	}

	private static void prepare() {
		try {
			ClusterNode.prepare();
		}
		catch (Throwable ex) {
			// The start meets it again, and fails with its reason
			LogFactory.getLog(EnginePreinitializer.class).debug("The engine cannot be prepared", ex);
		}
	}

}
