package dev.muster.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import dev.muster.Member;
import dev.muster.pubsub.Message;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

/**
 * Hints for native images: the method is called by reflection, and its payload and what
 * it returns are bound. Of a class its methods are annotated.
 */
class ClusterListenerReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (int i = 0; i < method.getParameterCount(); i++) {
				registerPayload(hints, new MethodParameter(method, i));
			}
			registerResult(hints, method);
		}
	}

	private void registerResult(ReflectionHints hints, Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		String name = type.toClass().getName();
		if (CompletionStage.class.isAssignableFrom(type.toClass()) || name.equals("reactor.core.publisher.Mono")) {
			type = type.getGeneric(0);
		}
		Class<?> result = type.resolve();
		if (result != null && result != void.class && result != Void.class) {
			this.binding.registerReflectionHints(hints, type.getType());
		}
	}

	private void registerPayload(ReflectionHints hints, MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| parameter.getParameterType() == Member.class) {
			return;
		}
		Type type = parameter.getGenericParameterType();
		if (parameter.getParameterType() == Message.class) {
			if (type instanceof ParameterizedType parameterized) {
				this.binding.registerReflectionHints(hints, parameterized.getActualTypeArguments()[0]);
			}
			return;
		}
		this.binding.registerReflectionHints(hints, type);
	}

}
