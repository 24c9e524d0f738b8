package dev.muster.autoconfigure.listener;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Registration;
import dev.muster.annotation.ClusterListener;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Collects beans that are {@link ClusterListener listeners} or have listener methods, and
 * registers these once all singletons exist: no bean is made early for its sake. A bean
 * that is made later is registered at once, and one that is destroyed is removed. Runs
 * after all proxies are made, as it has no order.
 */
class ClusterListenerAnnotationBeanPostProcessor
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private static final String SCOPED_TARGET_PREFIX = "scopedTarget.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<ClusterListenerRegistry> registry;

	private final ListenerEndpointReader reader;

	// As many as the application has classes of beans
	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Candidate> candidates = new ArrayList<>();

	private final Map<Object, List<Registration>> registrations = new IdentityHashMap<>();

	private boolean singletonsInstantiated;

	ClusterListenerAnnotationBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<ClusterListenerRegistry> registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.reader = new ListenerEndpointReader(new ListenerContext(beanFactory));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// The proxy of a scoped bean listens, so that a message finds the target of its
		// time
		boolean infrastructure = bean instanceof AopInfrastructureBean && !(bean instanceof ScopedObject);
		if (infrastructure || ScopedProxyUtils.isScopedTarget(beanName)) {
			return bean;
		}
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		ListenerDeclarations declarations = declarations(type);
		if (!declarations.isEmpty()) {
			accept(new Candidate(bean, beanName, type, declarations));
		}
		return bean;
	}

	private ListenerDeclarations declarations(Class<?> type) {
		if (this.withoutListeners.contains(type)) {
			return ListenerDeclarations.NONE;
		}
		ListenerDeclarations declarations = ListenerDeclarations.of(type);
		if (declarations.isEmpty()) {
			this.withoutListeners.add(type);
		}
		return declarations;
	}

	private void accept(Candidate candidate) {
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
		List<Candidate> collected;
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
				if (type != null && !declarations(type).isEmpty()) {
					this.beanFactory.getBean(name.substring(SCOPED_TARGET_PREFIX.length()));
				}
			}
		}
	}

	private void register(Candidate candidate) {
		List<Registration> registered = new ArrayList<>();
		try {
			for (ClusterListenerEndpoint endpoint : this.reader.read(candidate.bean(), candidate.beanName(),
					candidate.type(), candidate.declarations())) {
				registered.add(this.registry.getObject().register(endpoint));
			}
		}
		catch (RuntimeException ex) {
			registered.forEach(Registration::close);
			throw ex;
		}
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
		return !declarations(AopProxyUtils.ultimateTargetClass(bean)).isEmpty();
	}

	/**
	 * A bean that listens.
	 */
	private record Candidate(Object bean, String beanName, Class<?> type, ListenerDeclarations declarations) {

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
