package dev.muster.autoconfigure.presence.listener;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.ClusterNode;
import dev.muster.annotation.PresenceListener;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.endpoint.ClusterPresenceDescriptor;
import dev.muster.autoconfigure.endpoint.ClusterPresenceEndpoint;
import dev.muster.autoconfigure.endpoint.ClusterPresenceEndpointAutoConfiguration;
import dev.muster.autoconfigure.event.PresenceChangedEvent;
import dev.muster.autoconfigure.metrics.ClusterPresenceMetricsAutoConfiguration;
import dev.muster.autoconfigure.presence.PresenceProperties;
import dev.muster.presence.Cause;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceDiff;
import dev.muster.presence.PresenceSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Presence in an application whose node is real, but alone and not started.
 */
class ClusterPresenceAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterPresenceAutoConfiguration.class,
				ClusterPresenceEndpointAutoConfiguration.class, ClusterPresenceMetricsAutoConfiguration.class))
		.withBean(ClusterNode.class, () -> ClusterNode.builder().clusterName("shop").build())
		.withPropertyValues("room=room:1", "management.endpoints.web.exposure.include=*");

	@Test
	void whenNoNodeThenBacksOff() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterPresenceAutoConfiguration.class,
					ClusterPresenceEndpointAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(Presence.class)
				.doesNotHaveBean(ClusterPresenceEndpoint.class));
	}

	@Test
	void listenerMethodIsToldTheStateAndThenChanges() {
		this.contextRunner.withBean(Rooms.class).run((context) -> {
			Presence presence = context.getBean(Presence.class);
			presence.track("room:1", "ann", "here");
			presence.track("room:2", "bob", "here");
			Rooms rooms = context.getBean(Rooms.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> rooms.one.size() == 1 && rooms.all.size() == 2);
			assertThat(rooms.one.get(0).joins()).extracting((entry) -> entry.key()).containsExactly("ann");
			assertThat(rooms.one.get(0).cause()).isEqualTo(Cause.LOCAL);
			assertThat(presence.statistics().listeners()).isEqualTo(2);
		});
	}

	@Test
	void whenTheContextStopsThenListenersEnd() {
		this.contextRunner.withBean(Rooms.class).run((context) -> {
			Presence presence = context.getBean(Presence.class);
			context.stop();
			assertThat(presence.statistics().listeners()).isZero();
			context.start();
			assertThat(presence.statistics().listeners()).isEqualTo(2);
		});
	}

	@Test
	void listenersOfABeanThatIsMadeLaterLastAsLongAsTheBean() {
		this.contextRunner.withBean("rooms", Rooms.class, Rooms::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				Presence presence = context.getBean(Presence.class);
				assertThat(presence.statistics().listeners()).isZero();
				context.getBean(Rooms.class);
				assertThat(presence.statistics().listeners()).isEqualTo(2);
				((ConfigurableListableBeanFactory) context.getAutowireCapableBeanFactory()).destroyBean("rooms",
						context.getBean(Rooms.class));
				assertThat(presence.statistics().listeners()).isZero();
			});
	}

	@Test
	void proxyOfAScopedBeanListensForTheTargetOfItsTime() {
		this.contextRunner.withUserConfiguration(ScopedRooms.class).run((context) -> {
			Presence presence = context.getBean(Presence.class);
			assertThat(presence.statistics().listeners()).isEqualTo(2);
			presence.track("room:1", "ann", "here");
			Rooms rooms = context.getBean("scopedTarget.rooms", Rooms.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> rooms.one.size() == 1 && rooms.all.size() == 1);
		});
	}

	@Test
	void eachContextOfAHierarchyLooksAfterItsOwnBeans() {
		this.contextRunner.withBean(Rooms.class)
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(ClusterPresenceAutoConfiguration.class))
				.withPropertyValues("room=room:3")
				.withBean("more", Rooms.class)
				.run((child) -> {
					Presence presence = parent.getBean(Presence.class);
					assertThat(child.getBean(Presence.class)).isSameAs(presence);
					assertThat(presence.statistics().listeners()).isEqualTo(4);
					child.stop();
					assertThat(presence.statistics().listeners()).isEqualTo(2);
				}));
	}

	@Test
	void whenInitializationIsLazyThenListenersAreSubscribedAllTheSame() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Rooms.class)
			.run((context) -> assertThat(context.getBean(Presence.class).statistics().listeners()).isEqualTo(2));
	}

	@Test
	void impossibleMethodsKeepTheApplicationFromStarting() {
		this.contextRunner.withBean(Wrong.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(InvalidPresenceListenerException.class)
				.hasMessageContaining("PresenceDiff"));
		this.contextRunner.withBean(WrongTopic.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(InvalidPresenceListenerException.class)
				.hasMessageContaining("'**'"));
	}

	@Test
	void changesAreEventsOnlyIfAskedFor() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(PresenceEvents.class));
		this.contextRunner.withBean(Events.class).withPropertyValues("muster.presence.events=true").run((context) -> {
			context.getBean(Presence.class).track("room:1", "ann", "here");
			await().atMost(Duration.ofSeconds(30)).until(() -> context.getBean(Events.class).seen.size() == 1);
		});
	}

	@Test
	void endpointTellsOfTopicsAndOfOneTopic() {
		this.contextRunner.run((context) -> {
			Presence presence = context.getBean(Presence.class);
			presence.track("room:1", "ann", "secret");
			presence.track("room:1", "bob", "secret");
			presence.track("room:2", "bob", "secret");
			ClusterPresenceEndpoint endpoint = context.getBean(ClusterPresenceEndpoint.class);
			ClusterPresenceDescriptor all = (ClusterPresenceDescriptor) endpoint.presence(null, 1);
			assertThat(all.topics()).isEqualTo(Map.of("room:1", 2));
			assertThat(all.topicCount()).isEqualTo(2);
			assertThat(all.statistics().entries()).isEqualTo(3);
			ClusterPresenceDescriptor.Topic room = (ClusterPresenceDescriptor.Topic) endpoint.presence("room:1", 1);
			assertThat(room.count()).isEqualTo(2);
			assertThat(room.entries()).hasSize(1);
			assertThat(endpoint.presence("room:1", null)).asString().contains("ann", "bob").doesNotContain("secret");
		});
	}

	@Test
	void metersCountEntries() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
			context.getBean(Presence.class).track("room:1", "ann", "here");
			assertThat(registry.get("muster.presence.entries").gauge().value()).isEqualTo(1);
			assertThat(registry.get("muster.presence.tracked").functionCounter().count()).isEqualTo(1);
			assertThat(registry.get("muster.presence.lag").gauge().value()).isZero();
		});
	}

	@Test
	void propertiesBecomeSettingsAndBadOnesAreNamed() {
		PresenceProperties properties = new PresenceProperties();
		assertThat(properties.toSettings()).isEqualTo(PresenceSettings.defaults());
		properties.setMaxMetaSize(DataSize.ofKilobytes(1));
		properties.setMaxKeySize(DataSize.ofBytes(20));
		properties.setMaxTopicSize(DataSize.ofBytes(30));
		properties.setMaxEntries(4);
		properties.setMaxSessionEntries(5);
		properties.setMaxTopicEntries(6);
		properties.setQueueCapacity(7);
		properties.setHandOver(Duration.ofSeconds(8));
		properties.setDownRetention(Duration.ofSeconds(9));
		properties.setMaxDownEntries(10);
		assertThat(properties.toSettings()).isEqualTo(
				new PresenceSettings(1024, 20, 30, 4, 5, 6, 7, Duration.ofSeconds(8), Duration.ofSeconds(9), 10));
		properties.setHandOver(Duration.ofDays(1));
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(properties::toSettings)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.presence.hand-over"));
		properties.setHandOver(Duration.ZERO);
		properties.setMaxMetaSize(DataSize.ofGigabytes(5));
		assertThatExceptionOfType(InvalidClusterPropertyException.class).isThrownBy(properties::toSettings)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("muster.presence.max-meta-size"));
	}

	static class Rooms {

		final List<PresenceDiff> one = new CopyOnWriteArrayList<>();

		final List<PresenceDiff> all = new CopyOnWriteArrayList<>();

		@PresenceListener("${room}")
		void one(PresenceDiff diff) {
			this.one.add(diff);
		}

		@PresenceListener(topics = "#{'room:' + '*'}", id = "all", queueCapacity = "10")
		void all(PresenceDiff diff) {
			this.all.add(diff);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedRooms {

		@Bean
		static CustomScopeConfigurer here() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("here", new SimpleThreadScope() {

				private final Map<String, Object> objects = new ConcurrentHashMap<>();

				@Override
				public Object get(String name, ObjectFactory<?> factory) {
					return this.objects.computeIfAbsent(name, (missing) -> factory.getObject());
				}

			});
			return configurer;
		}

		@Bean
		@Scope(scopeName = "here", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Rooms rooms() {
			return new Rooms();
		}

	}

	static class Wrong {

		@PresenceListener("room:1")
		void on(String text) {
		}

	}

	static class WrongTopic {

		@PresenceListener("room:**:1")
		void on(PresenceDiff diff) {
		}

	}

	static class Events {

		final List<PresenceChangedEvent> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(PresenceChangedEvent event) {
			this.seen.add(event);
		}

	}

}
