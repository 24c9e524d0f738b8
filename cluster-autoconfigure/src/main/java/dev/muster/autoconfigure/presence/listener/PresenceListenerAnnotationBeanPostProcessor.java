package dev.muster.autoconfigure.presence.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.Registration;
import dev.muster.annotation.PresenceListener;
import dev.muster.autoconfigure.listener.ListenerBeanPostProcessor;
import dev.muster.autoconfigure.listener.ListenerContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers beans with {@link PresenceListener} methods.
 */
class PresenceListenerAnnotationBeanPostProcessor extends ListenerBeanPostProcessor<Map<Method, PresenceListener>> {

	private final ObjectProvider<PresenceListeners> listeners;

	private final ListenerContext context;

	PresenceListenerAnnotationBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<PresenceListeners> listeners) {
		super(beanFactory);
		this.listeners = listeners;
		this.context = new ListenerContext(beanFactory);
	}

	@Override
	protected @Nullable Map<Method, PresenceListener> find(Class<?> type) {
		return PresenceListenerMethod.find(type);
	}

	@Override
	protected List<Registration> register(Object bean, String beanName, Class<?> type,
			Map<Method, PresenceListener> declarations) {
		List<PresenceListenerMethod> methods = new ArrayList<>();
		declarations.forEach((method, annotation) -> methods
			.add(PresenceListenerMethod.read(bean, beanName, method, annotation, this.context)));
		return methods.stream().map((method) -> this.listeners.getObject().register(method)).toList();
	}

}
