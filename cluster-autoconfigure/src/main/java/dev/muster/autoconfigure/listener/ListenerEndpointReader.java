package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.SubscriptionOptions;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Makes endpoints of annotated methods.
 */
final class ListenerEndpointReader {

	private final ListenerContext context;

	ListenerEndpointReader(ListenerContext context) {
		this.context = context;
	}

	/**
	 * Read the listeners of a bean.
	 * @param bean the bean, or its proxy
	 * @param beanName its name
	 * @param type its type, behind all proxies
	 * @param methods its listener methods
	 * @return one endpoint for each annotation
	 * @throws InvalidClusterListenerException if one is impossible
	 */
	List<ClusterListenerEndpoint> read(Object bean, String beanName, Class<?> type,
			Map<Method, Set<ClusterListener>> methods) {
		List<ClusterListenerEndpoint> endpoints = new ArrayList<>();
		methods.forEach((method, annotations) -> {
			ListenerSignature signature = ListenerSignature.read(method, type, this.context);
			ListenerMethod handler = new ListenerMethod(bean, invocable(method, bean), signature.arguments());
			for (ClusterListener annotation : annotations) {
				String id = this.context.text(annotation.id());
				endpoints.add(new ClusterListenerEndpoint(id.isEmpty() ? beanName + "." + method.getName() : id,
						!id.isEmpty(), method, topics(method, annotation), signature.payloadType(),
						options(method, annotation), autoStartup(method, annotation), handler));
			}
		});
		return endpoints;
	}

	private static Method invocable(Method method, Object bean) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			ReflectionUtils.makeAccessible(invocable);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw new InvalidClusterListenerException(method, "the bean's proxy does not have it",
					"Make it public and a method of an interface of the bean, or have the proxy made of the class"
							+ " (proxyTargetClass).",
					ex);
		}
	}

	private List<String> topics(Method method, ClusterListener annotation) {
		Set<String> topics = new LinkedHashSet<>(this.context.texts(annotation.topics()));
		if (topics.isEmpty()) {
			throw new InvalidClusterListenerException(method, "it has no topic",
					"Write @ClusterListener(\"some.topic\"); a placeholder or expression must not be empty.");
		}
		return List.copyOf(topics);
	}

	private SubscriptionOptions options(Method method, ClusterListener annotation) {
		SubscriptionOptions options = SubscriptionOptions.defaults().from(annotation.from());
		String overflow = this.context.text(annotation.overflow());
		if (!overflow.isEmpty()) {
			options = options.overflow(overflow(method, overflow));
		}
		String capacity = this.context.text(annotation.queueCapacity());
		if (!capacity.isEmpty()) {
			options = options.queueCapacity(capacity(method, capacity));
		}
		return options;
	}

	private static Overflow overflow(Method method, String text) {
		String name = text.replace('-', '_').toUpperCase(Locale.ROOT);
		return Arrays.stream(Overflow.values())
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidClusterListenerException(method, "there is no overflow policy '" + text + "'",
					"Use one of " + Arrays.stream(Overflow.values())
						.map((policy) -> "'" + policy.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
						.collect(Collectors.joining(", ")) + "."));
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
		throw new InvalidClusterListenerException(method, "its queueCapacity '" + text + "' is no number above 0",
				"Use a whole number, at least 1.");
	}

	private boolean autoStartup(Method method, ClusterListener annotation) {
		String text = this.context.text(annotation.autoStartup()).toLowerCase(Locale.ROOT);
		if (!StringUtils.hasLength(text) || text.equals("true")) {
			return true;
		}
		if (text.equals("false")) {
			return false;
		}
		throw new InvalidClusterListenerException(method, "its autoStartup '" + text + "' is neither true nor false",
				"Use 'true' or 'false'.");
	}

}
