package dev.muster.autoconfigure.it;

import java.util.List;
import java.util.Map;

import dev.muster.annotation.PresenceListener;
import dev.muster.presence.PresenceDiff;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepares an application ahead of time, as for a native image.
 */
class AheadOfTimeTests {

	private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

	@Test
	void beansAndListenersAreKnownAheadOfTime() throws Exception {
		RuntimeHints hints = process();
		assertThat(this.files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
			.anyMatch((path) -> path.endsWith("ClusterAutoConfiguration__BeanDefinitions.java"))
			.anyMatch((path) -> path.endsWith("ClusterListenerAutoConfiguration__BeanDefinitions.java"))
			.anyMatch((path) -> path.endsWith("ClusterPresenceAutoConfiguration__BeanDefinitions.java"))
			.anyMatch((path) -> path.endsWith("ClusterPresenceWebSocketAutoConfiguration__BeanDefinitions.java"));
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Visitors.class.getDeclaredMethod("on", PresenceDiff.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("jg-magic-map.xml")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Board.class.getDeclaredMethod("orders", List.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Board.Order.class)).accepts(hints);
	}

	private RuntimeHints process() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("dev.muster.aot", "Application")), this.files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test",
						Map.of("spring.application.name", "aot", "muster.presence.websocket.topic", "online")));
			context.register(Board.class, Visitors.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		return generation.getRuntimeHints();
	}

	static class Visitors {

		@PresenceListener("room:*")
		void on(PresenceDiff diff) {
		}

	}

}
