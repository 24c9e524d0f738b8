package dev.muster.autoconfigure.listener;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Registration;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Collects beans that declare listeners, and registers these once all singletons exist:
 * no bean is made early for its sake. A bean that is made later is registered at once,
 * and one that is destroyed is removed. Runs after all proxies are made, as it has no
 * order.
 *
 * @param <D> what a class declares
 */
public abstract class ListenerBeanPostProcessor<D>
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private static final String SCOPED_TARGET_PREFIX = "scopedTarget.";

	private final ConfigurableListableBeanFactory beanFactory;

	// As many as the application has classes of beans
	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Candidate<D>> candidates = new ArrayList<>();

	private final Map<Object, List<Registration>> registrations = new IdentityHashMap<>();

	private boolean singletonsInstantiated;

	/**
	 * Create a post-processor.
	 * @param beanFactory the factory of the beans
	 */
	protected ListenerBeanPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find what a class declares.
	 * @param type the class, behind all proxies
	 * @return its declarations, or {@code null} if there are none
	 */
	protected abstract @Nullable D find(Class<?> type);

	/**
	 * Register the listeners of a bean, all or none.
	 * @param bean the bean, or its proxy
	 * @param beanName its name
	 * @param type its type, behind all proxies
	 * @param declarations what that type declares
	 * @return ends them when the bean is destroyed
	 */
	protected abstract List<Registration> register(Object bean, String beanName, Class<?> type, D declarations);

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// The proxy of a scoped bean listens, so that a message finds the target of its
		// time
		boolean infrastructure = bean instanceof AopInfrastructureBean && !(bean instanceof ScopedObject);
		if (infrastructure || ScopedProxyUtils.isScopedTarget(beanName)) {
			return bean;
		}
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		D declarations = declarations(type);
		if (declarations != null) {
			accept(new Candidate<>(bean, beanName, type, declarations));
		}
		return bean;
	}

	private @Nullable D declarations(Class<?> type) {
		if (this.withoutListeners.contains(type)) {
			return null;
		}
		D declarations = find(type);
		if (declarations == null) {
			this.withoutListeners.add(type);
		}
		return declarations;
	}

	private void accept(Candidate<D> candidate) {
		this.lock.lock();
		try {
			if (!this.singletonsInstantiated) {
				this.candidates.add(candidate);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		register(candidate);
	}

	@Override
	public void afterSingletonsInstantiated() {
		makeScopedProxies();
		List<Candidate<D>> collected;
		this.lock.lock();
		try {
			this.singletonsInstantiated = true;
			collected = List.copyOf(this.candidates);
			this.candidates.clear();
		}
		finally {
			this.lock.unlock();
		}
		collected.forEach(this::register);
	}

	// A scoped proxy is made when it is first injected, which may be never
	private void makeScopedProxies() {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			if (ScopedProxyUtils.isScopedTarget(name)) {
				Class<?> type = this.beanFactory.getType(name, false);
				if (type != null && declarations(type) != null) {
					this.beanFactory.getBean(name.substring(SCOPED_TARGET_PREFIX.length()));
				}
			}
		}
	}

	private void register(Candidate<D> candidate) {
		List<Registration> registered = register(candidate.bean(), candidate.beanName(), candidate.type(),
				candidate.declarations());
		this.lock.lock();
		try {
			this.registrations.put(candidate.target(), registered);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		List<Registration> registered;
		this.lock.lock();
		try {
			this.candidates.removeIf((candidate) -> candidate.target() == bean);
			registered = this.registrations.remove(bean);
		}
		finally {
			this.lock.unlock();
		}
		if (registered != null) {
			registered.forEach(Registration::close);
		}
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return declarations(AopProxyUtils.ultimateTargetClass(bean)) != null;
	}

	/**
	 * A bean that listens.
	 */
	private record Candidate<D>(Object bean, String beanName, Class<?> type, D declarations) {

		/**
		 * The bean behind its proxies, as it is told when it is destroyed.
		 */
		Object target() {
			Object current = this.bean;
			for (Object target = current; target != null; target = AopProxyUtils.getSingletonTarget(target)) {
				current = target;
			}
			return current;
		}

	}

}
