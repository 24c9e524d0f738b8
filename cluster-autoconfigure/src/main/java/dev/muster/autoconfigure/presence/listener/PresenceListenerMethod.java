package dev.muster.autoconfigure.presence.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.muster.annotation.PresenceListener;
import dev.muster.autoconfigure.listener.ListenerContext;
import dev.muster.presence.PresenceDiff;
import dev.muster.presence.PresenceOptions;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A listener method of a bean, read and ready to be called.
 *
 * @param bean the bean, or its proxy
 * @param method the method as the bean has it
 * @param topics topics and patterns
 * @param options how it is to be served
 */
record PresenceListenerMethod(Object bean, Method method, Set<String> topics,
		PresenceOptions options) implements dev.muster.presence.PresenceListener {

	/**
	 * Find the listener methods of a type.
	 * @return the methods, or {@code null} if there are none
	 */
	static @Nullable Map<Method, PresenceListener> find(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, PresenceListener.class)) {
			return null;
		}
		Map<Method, PresenceListener> found = MethodIntrospector.selectMethods(type,
				PresenceListenerMethod::annotation);
		return found.isEmpty() ? null : found;
	}

	@SuppressWarnings("NullAway") // null is how a MetadataLookup says no
	private static PresenceListener annotation(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, PresenceListener.class);
	}

	/**
	 * Read a method.
	 * @throws InvalidPresenceListenerException if it is impossible
	 */
	static PresenceListenerMethod read(Object bean, String beanName, Method method, PresenceListener annotation,
			ListenerContext context) {
		if (method.getReturnType() != void.class || method.getParameterCount() != 1
				|| method.getParameterTypes()[0] != PresenceDiff.class) {
			throw new InvalidPresenceListenerException(method, "it is to take a PresenceDiff and to return nothing",
					"Make it void " + method.getName() + "(PresenceDiff diff).");
		}
		Set<String> topics = new LinkedHashSet<>(context.texts(annotation.topics()));
		if (topics.isEmpty()) {
			throw new InvalidPresenceListenerException(method, "it has no topic",
					"Write @PresenceListener(\"some.topic\"); a placeholder or expression must not be empty.");
		}
		for (String topic : topics) {
			String problem = TopicSyntax.problem(topic, true);
			if (problem != null) {
				throw new InvalidPresenceListenerException(method,
						"'" + TopicSyntax.printable(topic) + "' is no topic or pattern: " + problem,
						"Correct the topic.");
			}
		}
		String id = context.text(annotation.id());
		PresenceOptions options = PresenceOptions.defaults().id(id.isEmpty() ? beanName + "." + method.getName() : id);
		String capacity = context.text(annotation.queueCapacity());
		if (!capacity.isEmpty()) {
			options = options.queueCapacity(capacity(method, capacity));
		}
		return new PresenceListenerMethod(bean, invocable(method, bean), topics, options);
	}

	private static int capacity(Method method, String text) {
		try {
			int capacity = Integer.parseInt(text);
			if (capacity >= 1) {
				return capacity;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new InvalidPresenceListenerException(method, "its queueCapacity '" + text + "' is no number above 0",
				"Use a whole number, at least 1.");
	}

	private static Method invocable(Method method, Object bean) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			ReflectionUtils.makeAccessible(invocable);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw new InvalidPresenceListenerException(method, "the bean's proxy does not have it",
					"Make it public and a method of an interface of the bean, or have the proxy made of the class"
							+ " (proxyTargetClass).");
		}
	}

	@Override
	public void onDiff(PresenceDiff diff) throws Exception {
		try {
			this.method.invoke(this.bean, diff);
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (thrown instanceof Exception exception) ? exception : ex;
		}
	}

}
