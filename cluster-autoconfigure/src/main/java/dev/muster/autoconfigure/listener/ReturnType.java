package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What a listener method says that it returns.
 */
final class ReturnType {

	private static final String MONO = "reactor.core.publisher.Mono";

	private ReturnType() {
	}

	/**
	 * Find out whether a method returns something.
	 * @param method the method
	 * @param beanType type of its bean, which may say what type variables stand for
	 * @return whether it does, now or later
	 * @throws InvalidClusterListenerException if it is nothing that could be sent
	 */
	static boolean isResult(Method method, Class<?> beanType) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, beanType);
		Class<?> raw = type.toClass();
		if (raw == void.class || raw == Void.class) {
			return false;
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return type.as(CompletionStage.class).getGeneric(0).resolve() != Void.class;
		}
		if (raw.getName().equals(MONO)) {
			return type.getGeneric(0).resolve() != Void.class;
		}
		String remedy = remedy(raw);
		if (remedy != null) {
			throw new InvalidClusterListenerException(method,
					"it returns a " + raw.getSimpleName() + ", and a result is one object", remedy);
		}
		return true;
	}

	private static @Nullable String remedy(Class<?> raw) {
		if (Future.class.isAssignableFrom(raw)) {
			return "Make it return a CompletableFuture, which tells when it is done.";
		}
		if (isReactive(raw)) {
			return "Make it return a Mono, such as by collectList().";
		}
		if (BaseStream.class.isAssignableFrom(raw) || Iterator.class.isAssignableFrom(raw)) {
			return "Make it return a List.";
		}
		return null;
	}

	private static boolean isReactive(Class<?> raw) {
		return Flow.Publisher.class.isAssignableFrom(raw) || CommonPayloadType.supertypes(raw)
			.stream()
			.anyMatch((type) -> type.getName().equals("org.reactivestreams.Publisher"));
	}

}
