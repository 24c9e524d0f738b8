package dev.muster.autoconfigure.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts applications that find each other on this machine's loopback, and nobody else
 * does.
 */
class Applications implements AutoCloseable {

	private final String clusterName = "it-" + UUID.randomUUID();

	private final Deque<ConfigurableApplicationContext> started = new ArrayDeque<>();

	String clusterName() {
		return this.clusterName;
	}

	ConfigurableApplicationContext start(Class<?> application, WebApplicationType web, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.application.name=" + this.clusterName,
				"spring.main.banner-mode=off", "spring.jmx.enabled=false", "server.port=0",
				"muster.transport.bind-port=0", "muster.topologies.here.strategy=local",
				"muster.topologies.here.poll-interval=500ms", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(web)
			.registerShutdownHook(false)
			.properties(all.toArray(new String[0]))
			.run();
		this.started.push(context);
		return context;
	}

	@Override
	public void close() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

}
