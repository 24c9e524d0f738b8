package dev.muster.autoconfigure.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import dev.muster.annotation.ClusterListener;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Makes endpoints of annotated methods and classes.
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
	 * @param declarations what that type declares
	 * @return one endpoint for each annotation
	 * @throws InvalidClusterListenerException if one is impossible
	 */
	List<ClusterListenerEndpoint> read(Object bean, String beanName, Class<?> type, ListenerDeclarations declarations) {
		List<ClusterListenerEndpoint> endpoints = new ArrayList<>();
		declarations.methods().forEach((method, annotations) -> {
			Target target = method(bean, type, method, null);
			annotations.forEach((annotation) -> endpoints
				.add(endpoint(beanName + "." + method.getName(), method, annotation, target)));
		});
		if (!declarations.onClass().isEmpty() || !declarations.handlers().isEmpty()) {
			Target target = handlers(bean, type, declarations);
			declarations.onClass().forEach((annotation) -> endpoints.add(endpoint(beanName, type, annotation, target)));
		}
		return endpoints;
	}

	private ClusterListenerEndpoint endpoint(String defaultId, AnnotatedElement element, ClusterListener annotation,
			Target target) {
		ListenerAttributes attributes = new ListenerAttributes(element, annotation, this.context);
		String id = attributes.id();
		return new ClusterListenerEndpoint(id.isEmpty() ? defaultId : id, !id.isEmpty(), element, attributes.topics(),
				target.payloadType(), attributes.options(), attributes.autoStartup(), target.answers(),
				target.invocation(attributes.errorHandler()));
	}

	private Target method(Object bean, Class<?> type, Method method, @Nullable List<String> sendToOfClass) {
		ListenerSignature signature = ListenerSignature.read(method, type, this.context);
		ListenerInvocation call = new ListenerMethod(bean, invocable(method, bean), signature.arguments());
		List<String> own = ListenerAttributes.sendTo(method, this.context);
		if (own != null && !signature.result()) {
			throw new InvalidClusterListenerException(method, "it returns nothing that @SendTo could publish",
					"Make it return what is to be published, or remove @SendTo.");
		}
		List<String> sendTo = (own != null) ? own : sendToOfClass;
		if (sendTo == null || !signature.result()) {
			return new Target(signature.payloadType(), signature.result(), (handler) -> handling(call, handler));
		}
		return new Target(signature.payloadType(), false,
				(handler) -> new SendResult(handling(call, handler), sendTo, this.context.pubSub()));
	}

	private Target handlers(Object bean, Class<?> type, ListenerDeclarations declarations) {
		if (declarations.onClass().isEmpty()) {
			throw new InvalidClusterListenerException(declarations.handlers().iterator().next(),
					"it is a @ClusterHandler, and its class is no @ClusterListener",
					"Write @ClusterListener(\"some.topic\") on the class, or on the method instead of @ClusterHandler.");
		}
		if (declarations.handlers().isEmpty()) {
			throw new InvalidClusterListenerException(type, "it has no method for messages",
					"Annotate one or more of its methods with @ClusterHandler.");
		}
		List<String> sendTo = ListenerAttributes.sendTo(type, this.context);
		List<Target> targets = declarations.handlers()
			.stream()
			.map((method) -> method(bean, type, method, sendTo))
			.toList();
		return (targets.size() == 1) ? targets.get(0) : choice(type, targets);
	}

	private static Target choice(Class<?> type, List<Target> targets) {
		List<Class<?>> payloads = new ArrayList<>();
		for (Target target : targets) {
			Class<?> raw = target.rawPayloadType();
			if (payloads.contains(raw)) {
				throw new InvalidClusterListenerException(type,
						"two of its @ClusterHandler methods take a " + raw.getName(), "Leave one of them.");
			}
			payloads.add(raw);
		}
		Class<?> common = CommonPayloadType.of(payloads);
		if (common == null) {
			throw new InvalidClusterListenerException(type,
					"nothing tells which of its @ClusterHandler methods a message is for, as " + payloads
							+ " have not exactly one closest supertype in common",
					"Let them implement one interface with @JsonTypeInfo(use = NAME), or give each method a"
							+ " @ClusterListener with a topic of its own.");
		}
		long answering = targets.stream().filter(Target::answers).count();
		if (answering > 0 && answering < targets.size()) {
			throw new InvalidClusterListenerException(type,
					"some of its @ClusterHandler methods answer requests, and some do not",
					"Make all of them return something, or none, or put those that answer into a class of their own.");
		}
		return new Target(common, answering > 0,
				(handler) -> new PayloadDispatch(targets.stream()
					.map((target) -> new PayloadDispatch.Handler(target.rawPayloadType(), target.invocation(handler)))
					.toList()));
	}

	private static ListenerInvocation handling(ListenerInvocation call,
			@Nullable ClusterListenerErrorHandler errorHandler) {
		return (errorHandler != null) ? new ErrorHandling(call, errorHandler) : call;
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

	/**
	 * What is to be called.
	 */
	private record Target(Type payloadType, boolean answers, InvocationFactory factory) {

		ListenerInvocation invocation(@Nullable ClusterListenerErrorHandler errorHandler) {
			return this.factory.create(errorHandler);
		}

		Class<?> rawPayloadType() {
			return ResolvableType.forType(this.payloadType).toClass();
		}

	}

	/**
	 * Makes an invocation, with an error handler if there is one.
	 */
	@FunctionalInterface
	private interface InvocationFactory {

		ListenerInvocation create(@Nullable ClusterListenerErrorHandler errorHandler);

	}

}
