package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.Member;
import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.util.ClassUtils;

/**
 * What a listener method wants: read once, and refused if it is impossible.
 *
 * @param payloadType what payloads shall become
 * @param arguments takes each argument from a message
 * @param result whether it returns something, now or later
 */
record ListenerSignature(Type payloadType, List<ListenerArgument> arguments, boolean result) {

	/**
	 * Read a method.
	 * @param method the method
	 * @param beanType type of its bean, which may say what type variables stand for
	 * @param context resolves what its annotations say
	 * @return what it wants
	 * @throws InvalidClusterListenerException if it is impossible
	 */
	static ListenerSignature read(Method method, Class<?> beanType, ListenerContext context) {
		return new Reader(method, beanType, context).read();
	}

	private static final class Reader {

		private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

		private final Method method;

		private final Class<?> beanType;

		private final ListenerContext context;

		private @Nullable Type payload;

		private @Nullable Type messagePayload;

		private boolean message;

		Reader(Method method, Class<?> beanType, ListenerContext context) {
			this.method = method;
			this.beanType = beanType;
			this.context = context;
		}

		ListenerSignature read() {
			List<ListenerArgument> arguments = new ArrayList<>();
			for (MethodParameter parameter : new AnnotatedMethod(this.method).getMethodParameters()) {
				parameter.initParameterNameDiscovery(NAMES);
				arguments.add(argument(parameter));
			}
			return new ListenerSignature(payloadType(), List.copyOf(arguments),
					ReturnType.isResult(this.method, this.beanType));
		}

		private ListenerArgument argument(MethodParameter parameter) {
			Class<?> type = parameter.getParameterType();
			Header header = parameter.getParameterAnnotation(Header.class);
			if (header != null) {
				return HeaderArgument.of(this.method, parameter, header, this.context);
			}
			if (parameter.hasParameterAnnotation(Headers.class)) {
				return headers(parameter);
			}
			Payload annotation = parameter.getParameterAnnotation(Payload.class);
			if (annotation != null) {
				return annotatedPayload(parameter, annotation);
			}
			if (type == Message.class) {
				return message(parameter);
			}
			if (type == Member.class) {
				return ListenerArgument.SENDER;
			}
			if (type == org.springframework.messaging.Message.class || type == MessageHeaders.class) {
				throw invalid("it wants a " + type.getName() + ", which the bus does not know",
						"Use " + Message.class.getName() + ", or a Map<String, String> annotated with @Headers.");
			}
			return payload(parameter);
		}

		private ListenerArgument headers(MethodParameter parameter) {
			ResolvableType wanted = ResolvableType.forType(resolve(parameter));
			if (!wanted.isAssignableFrom(ResolvableType.forClassWithGenerics(Map.class, String.class, String.class))) {
				throw invalid("@Headers are a Map<String, String> and not a " + wanted,
						"Make the parameter a Map<String, String>.");
			}
			return ListenerArgument.HEADERS;
		}

		private ListenerArgument annotatedPayload(MethodParameter parameter, Payload annotation) {
			if (!annotation.value().isEmpty()) {
				throw invalid("the expression '" + annotation.value() + "' of @Payload is not supported",
						"Remove it, and take what it selects from the payload in the method.");
			}
			return payload(parameter);
		}

		private ListenerArgument payload(MethodParameter parameter) {
			if (this.payload != null) {
				throw invalid("it has two parameters for one payload",
						"Leave one, and annotate the others with @Header, or make them a "
								+ Message.class.getSimpleName() + " or " + Member.class.getSimpleName() + ".");
			}
			this.payload = known(resolve(parameter));
			return ValidatedPayload.of(this.method, parameter, this.context);
		}

		private ListenerArgument message(MethodParameter parameter) {
			this.message = true;
			if (resolve(parameter) instanceof ParameterizedType parameterized) {
				Type argument = parameterized.getActualTypeArguments()[0];
				Type bound = (argument instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : argument;
				if (bound != Object.class) {
					sameAs(this.messagePayload, bound);
					this.messagePayload = known(bound);
				}
			}
			return ListenerArgument.MESSAGE;
		}

		private Type payloadType() {
			if (this.payload != null) {
				sameAs(this.messagePayload, this.payload);
				return this.payload;
			}
			if (this.messagePayload != null) {
				return this.messagePayload;
			}
			// Bytes cost no decoding, and nobody looks at them
			return this.message ? Object.class : byte[].class;
		}

		private void sameAs(@Nullable Type one, Type other) {
			if (one != null && !one.equals(other)) {
				throw invalid("it wants one payload both as " + one.getTypeName() + " and as " + other.getTypeName(),
						"Use the same type twice, or Message<?>.");
			}
		}

		private Type resolve(MethodParameter parameter) {
			Type type = GenericTypeResolver.resolveType(parameter.getGenericParameterType(), this.beanType);
			return (type instanceof Class<?> simple) ? ClassUtils.resolvePrimitiveIfNecessary(simple) : type;
		}

		private Type known(Type type) {
			if (type instanceof TypeVariable<?>) {
				throw invalid("nothing says what the type variable " + type + " stands for",
						"Use a type, or a subclass that says it.");
			}
			return type;
		}

		private InvalidClusterListenerException invalid(String problem, String remedy) {
			return new InvalidClusterListenerException(this.method, problem, remedy);
		}

	}

}
