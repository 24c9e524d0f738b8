package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.Optional;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.util.StringUtils;

/**
 * Takes one header, converted to the type of its parameter.
 */
final class HeaderArgument implements ListenerArgument {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	private final String name;

	private final TypeDescriptor type;

	private final ConversionService conversion;

	private final boolean optional;

	private final boolean required;

	private final @Nullable Object absent;

	private HeaderArgument(String name, TypeDescriptor type, ConversionService conversion, boolean optional,
			boolean required, @Nullable Object absent) {
		this.name = name;
		this.type = type;
		this.conversion = conversion;
		this.optional = optional;
		this.required = required;
		this.absent = absent;
	}

	static HeaderArgument of(Method method, MethodParameter parameter, Header annotation, ListenerContext context) {
		String name = name(method, parameter, annotation);
		boolean optional = parameter.getParameterType() == Optional.class;
		MethodParameter wanted = optional ? parameter.nested() : parameter;
		TypeDescriptor type = new TypeDescriptor(wanted);
		if (!context.conversion().canConvert(STRING, type)) {
			throw new InvalidClusterListenerException(method,
					"the header '" + name + "' is text, which cannot be converted to " + type,
					"Make the parameter a String, or register a Converter for its type.");
		}
		Object absent = null;
		boolean hasDefault = !ValueConstants.DEFAULT_NONE.equals(annotation.defaultValue());
		if (hasDefault) {
			absent = defaultValue(method, name, type, annotation, context);
		}
		boolean required = annotation.required() && !parameter.isOptional() && !hasDefault;
		if (absent == null && !required && parameter.getParameterType().isPrimitive()) {
			throw new InvalidClusterListenerException(method, "the header '" + name + "' may be absent, and a "
					+ parameter.getParameterType() + " cannot say that",
					"Give it a defaultValue, or make the parameter an object.");
		}
		return new HeaderArgument(name, type, context.conversion(), optional, required, absent);
	}

	private static String name(Method method, MethodParameter parameter, Header annotation) {
		String name = StringUtils.hasLength(annotation.name()) ? annotation.name() : annotation.value();
		if (!StringUtils.hasLength(name)) {
			name = parameter.getParameterName();
		}
		if (name == null) {
			throw new InvalidClusterListenerException(method,
					"parameter " + (parameter.getParameterIndex() + 1)
							+ " is a @Header without a name, and the names of parameters were not compiled in",
					"Write @Header(\"name\"), or compile with -parameters.");
		}
		return name;
	}

	private static @Nullable Object defaultValue(Method method, String name, TypeDescriptor type, Header annotation,
			ListenerContext context) {
		Object value = context.evaluate(annotation.defaultValue());
		try {
			return context.conversion().convert(value, type);
		}
		catch (ConversionException ex) {
			throw new InvalidClusterListenerException(method,
					"the default value '" + value + "' of the header '" + name + "' is no " + type,
					"Correct the defaultValue.", ex);
		}
	}

	@Override
	public @Nullable Object from(Message<?> message) {
		String text = message.headers().get(this.name);
		if (text == null && this.required) {
			throw new MissingHeaderException(this.name, message.topic());
		}
		Object value = (text != null) ? this.conversion.convert(text, STRING, this.type) : this.absent;
		return this.optional ? Optional.ofNullable(value) : value;
	}

}
