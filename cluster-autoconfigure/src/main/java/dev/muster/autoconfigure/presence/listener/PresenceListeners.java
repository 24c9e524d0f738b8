package dev.muster.autoconfigure.presence.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.annotation.PresenceListener;
import dev.muster.autoconfigure.listener.ClusterListenerRegistry;
import dev.muster.presence.Presence;
import dev.muster.pubsub.Subscription;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Finds beans with {@link PresenceListener} methods, and subscribes these while the
 * application runs. A bean that is made later is subscribed at once.
 */
class PresenceListeners implements BeanPostProcessor, SmartLifecycle {

	private final ConfigurableBeanFactory beanFactory;

	private final ObjectProvider<Presence> presence;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<PresenceListenerMethod> methods = new ArrayList<>();

	private final List<Subscription> subscriptions = new ArrayList<>();

	private boolean running;

	PresenceListeners(ConfigurableBeanFactory beanFactory, ObjectProvider<Presence> presence) {
		this.beanFactory = beanFactory;
		this.presence = presence;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!ScopedProxyUtils.isScopedTarget(beanName)) {
			Map<Method, PresenceListener> found = PresenceListenerMethod.find(AopProxyUtils.ultimateTargetClass(bean));
			found.forEach((method, annotation) -> add(
					PresenceListenerMethod.read(bean, beanName, method, annotation, this.beanFactory)));
		}
		return bean;
	}

	private void add(PresenceListenerMethod method) {
		this.lock.lock();
		try {
			this.methods.add(method);
			if (this.running) {
				subscribe(method);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void subscribe(PresenceListenerMethod method) {
		for (String topic : method.topics()) {
			try {
				this.subscriptions.add(this.presence.getObject().subscribe(topic, method.options(), method));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPresenceListenerException(method.method(), String.valueOf(ex.getMessage()),
						"Correct the topic.");
			}
		}
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.methods.forEach(this::subscribe);
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * End all subscriptions, and call back once no listener runs any more.
	 */
	@Override
	public void stop(Runnable callback) {
		List<Subscription> ended;
		this.lock.lock();
		try {
			this.running = false;
			ended = List.copyOf(this.subscriptions);
			this.subscriptions.clear();
		}
		finally {
			this.lock.unlock();
		}
		ended.forEach(Subscription::close);
		CompletableFuture.allOf(ended.stream().map(Subscription::ended).toArray(CompletableFuture<?>[]::new))
			.whenComplete((result, ex) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ClusterListenerRegistry.PHASE;
	}

}
