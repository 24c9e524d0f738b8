package dev.muster.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import org.junit.jupiter.api.Test;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners on beans of all kinds: proxied, lazy, scoped, several of one class.
 */
class ClusterListenerBeansTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
		.withBean(PubSub.class, () -> this.bus);

	@Test
	void twoBeansOfOneClassAreTwoListeners() {
		this.contextRunner.withUserConfiguration(Twins.class).run((context) -> {
			assertThat(this.bus.subscriptions).extracting((subscription) -> subscription.options().id())
				.containsExactlyInAnyOrder("left.on", "right.on");
			this.bus.publish("a.b", "hello");
			assertThat(context.getBean("left", Simple.class).received).containsExactly("hello");
			assertThat(context.getBean("right", Simple.class).received).containsExactly("hello");
		});
	}

	@Test
	void annotationsMayStandOnAnInterfaceBehindAJdkProxy() {
		this.contextRunner.withUserConfiguration(Proxied.class).run((context) -> {
			this.bus.only().deliver("hello");
			assertThat(context.getBean(Proxied.class).calls).containsExactly("on");
			assertThat(context.getBean(Proxied.class).target.received).containsExactly("hello");
		});
	}

	@Test
	void callsGoThroughAClassProxy() {
		this.contextRunner.withUserConfiguration(ClassProxied.class).run((context) -> {
			this.bus.only().deliver("hello");
			assertThat(context.getBean(ClassProxied.class).calls).containsExactly("on");
		});
	}

	@Test
	void whenAProxyHidesTheMethodThenFailsNamingIt() {
		this.contextRunner.withUserConfiguration(HiddenByProxy.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalStateException.class)
				.hasStackTraceContaining("InvalidClusterListenerException")
				.hasStackTraceContaining("Hidden.on"));
	}

	@Test
	void whenALazyBeanIsMadeThenItListensAndWhenItIsDestroyedNoMore() {
		this.contextRunner.withUserConfiguration(LazyListener.class).run((context) -> {
			assertThat(this.bus.subscriptions).isEmpty();
			Simple bean = context.getBean(Simple.class);
			assertThat(this.bus.only().options().id()).isEqualTo("late.on");
			context.getSourceApplicationContext(GenericApplicationContext.class)
				.getDefaultListableBeanFactory()
				.destroySingleton("late");
			assertThat(this.bus.subscriptions).isEmpty();
			assertThat(bean.received).isEmpty();
		});
	}

	@Test
	void aConfigurationClassListensOnceAndUntilTheContextCloses() {
		this.contextRunner.withUserConfiguration(FullConfiguration.class).run((context) -> {
			assertThat(this.bus.only().options().id()).isEqualTo("full.on");
			this.bus.only().deliver("hello");
			assertThat(context.getBean(FullConfiguration.class).received).containsExactly("hello");
		});
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void everyPrototypeListens() {
		this.contextRunner.withUserConfiguration(PrototypeListener.class).run((context) -> {
			assertThat(this.bus.subscriptions).isEmpty();
			context.getBean(Simple.class);
			context.getBean(Simple.class);
			assertThat(this.bus.subscriptions).extracting((subscription) -> subscription.options().id())
				.containsExactly("many.on", "many.on#2");
		});
		assertThat(this.bus.subscriptions).isEmpty();
	}

	@Test
	void aScopedBeanListensOnceByItsProxyThoughNobodyAsksForIt() {
		this.contextRunner.withUserConfiguration(ScopedListener.class).run((context) -> {
			assertThat(this.bus.only().options().id()).isEqualTo("scoped.on");
			this.bus.only().deliver("hello");
			assertThat(context.getBean("scoped", Simple.class).received()).containsExactly("hello");
			assertThat(this.bus.subscriptions).hasSize(1);
		});
	}

	@Test
	void whenLazyInitializationIsOnThenListenersAreStillMade() {
		this.contextRunner.withUserConfiguration(Simple.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(this.bus.only().options().id()).isEqualTo("simple.on"));
	}

	@Test
	void eachContextOfAHierarchyLooksAfterItsOwnBeans() {
		this.contextRunner.withUserConfiguration(Simple.class)
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(ClusterListenerAutoConfiguration.class))
				.withBean("child", Simple.class)
				.run((child) -> assertThat(this.bus.subscriptions)
					.extracting((subscription) -> subscription.options().id())
					.containsExactly("simple.on", "child.on")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Twins {

		@Bean
		Simple left() {
			return new Simple();
		}

		@Bean
		Simple right() {
			return new Simple();
		}

	}

	interface Handler {

		@ClusterListener("a.b")
		void on(String text);

	}

	static class HandlerBean implements Handler {

		final List<String> received = new ArrayList<>();

		@Override
		public void on(String text) {
			this.received.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxied {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final HandlerBean target = new HandlerBean();

		@Bean
		Handler handler() {
			ProxyFactory factory = new ProxyFactory(this.target);
			factory.addAdvice((MethodBeforeAdvice) (method, args, target) -> this.calls.add(method.getName()));
			return (Handler) factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxied {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		static BeanPostProcessor proxies(ObjectProvider<ClassProxied> self) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (!beanName.equals("target")) {
						return bean;
					}
					ProxyFactory factory = new ProxyFactory(bean);
					factory.setProxyTargetClass(true);
					factory.addAdvice((MethodBeforeAdvice) (method, args, target) -> self.getObject().calls
						.add(method.getName()));
					return factory.getProxy();
				}

			};
		}

		@Bean
		HandlerBean target() {
			return new HandlerBean();
		}

	}

	interface Marker {

	}

	static class Hidden implements Marker {

		@ClusterListener("a.b")
		public void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenByProxy {

		@Bean
		Marker hidden() {
			return (Marker) new ProxyFactory(new Hidden()).getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListener {

		@Bean
		@Lazy
		Simple late() {
			return new Simple();
		}

	}

	@Configuration("full")
	static class FullConfiguration {

		final List<String> received = new CopyOnWriteArrayList<>();

		@ClusterListener("a.b")
		void on(String text) {
			this.received.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeListener {

		@Bean
		@Scope("prototype")
		Simple many() {
			return new Simple();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedListener {

		@Bean
		static CustomScopeConfigurer threadScope() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Simple scoped() {
			return new Simple();
		}

	}

	@Configuration(value = "simple", proxyBeanMethods = false)
	static class Simple {

		final List<String> received = new CopyOnWriteArrayList<>();

		@ClusterListener("a.b")
		void on(String text) {
			received().add(text);
		}

		List<String> received() {
			return this.received;
		}

	}

}
