package dev.muster.autoconfigure.presence.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.annotation.PresenceListener;
import dev.muster.presence.PresenceDiff;
import dev.muster.presence.PresenceOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

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
	 */
	static Map<Method, PresenceListener> find(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, PresenceListener.class)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type, PresenceListenerMethod::annotation);
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
			ConfigurableBeanFactory beanFactory) {
		if (method.getReturnType() != void.class || method.getParameterCount() != 1
				|| method.getParameterTypes()[0] != PresenceDiff.class) {
			throw new InvalidPresenceListenerException(method, "it is to take a PresenceDiff and to return nothing",
					"Make it void " + method.getName() + "(PresenceDiff diff).");
		}
		Set<String> topics = new LinkedHashSet<>();
		for (String text : annotation.topics()) {
			topics.addAll(texts(resolve(text, beanFactory)));
		}
		if (topics.isEmpty()) {
			throw new InvalidPresenceListenerException(method, "it has no topic",
					"Write @PresenceListener(\"some.topic\"); a placeholder or expression must not be empty.");
		}
		String id = String.join(",", texts(resolve(annotation.id(), beanFactory)));
		PresenceOptions options = PresenceOptions.defaults().id(id.isEmpty() ? beanName + "." + method.getName() : id);
		String capacity = String.join(",", texts(resolve(annotation.queueCapacity(), beanFactory)));
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

	private static @Nullable Object resolve(String text, ConfigurableBeanFactory beanFactory) {
		String resolved = beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver resolver = beanFactory.getBeanExpressionResolver();
		return (resolver != null) ? resolver.evaluate(resolved, new BeanExpressionContext(beanFactory, null))
				: resolved;
	}

	private static List<String> texts(@Nullable Object value) {
		List<String> texts = new ArrayList<>();
		if (value instanceof Iterable<?> several) {
			several.forEach((each) -> texts.addAll(texts(each)));
		}
		else if (value instanceof Object[] several) {
			Arrays.asList(several).forEach((each) -> texts.addAll(texts(each)));
		}
		else if (value != null) {
			for (String part : value.toString().split(",")) {
				if (StringUtils.hasText(part)) {
					texts.add(part.trim());
				}
			}
		}
		return texts;
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
