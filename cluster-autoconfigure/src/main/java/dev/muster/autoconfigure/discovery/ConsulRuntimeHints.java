package dev.muster.autoconfigure.discovery;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Hints for native images: gson fills and reads consul-api's types by their fields.
 */
class ConsulRuntimeHints implements RuntimeHintsRegistrar {

	private static final String MODEL = "com.ecwid.consul.v1.";

	private static final List<String> TYPES = List.of("agent.model.NewService", "agent.model.NewService$Check",
			"health.model.HealthService", "health.model.HealthService$Node", "health.model.HealthService$Service",
			"health.model.Check", "health.model.Check$CheckStatus");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		TYPES.forEach((type) -> hints.reflection()
			.registerTypeIfPresent(classLoader, MODEL + type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
					MemberCategory.ACCESS_DECLARED_FIELDS));
	}

}
