package dev.muster.autoconfigure.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Takes the payload if it is valid.
 */
final class ValidatedPayload implements ListenerArgument {

	private final Validator validator;

	private final Object[] hints;

	private ValidatedPayload(Validator validator, Object[] hints) {
		this.validator = validator;
		this.hints = hints;
	}

	/**
	 * Return what takes the payload, validated if the parameter says so.
	 */
	static ListenerArgument of(Method method, MethodParameter parameter, ListenerContext context) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return new ValidatedPayload(validator(method, parameter.getParameterType(), context), hints);
			}
		}
		return ListenerArgument.PAYLOAD;
	}

	private static Validator validator(Method method, Class<?> type, ListenerContext context) {
		if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type.isArray()) {
			throw new InvalidClusterListenerException(method,
					"a " + type.getSimpleName() + " has no constraints of its own, so its payload cannot be validated",
					"Put it into a record with @Valid on its component, or remove the annotation.");
		}
		Validator validator = context.validator(type);
		if (validator == null) {
			throw new InvalidClusterListenerException(method,
					"its payload is to be validated, and there is no Validator for " + type.getName(),
					"Add 'spring-boot-starter-validation' or a bean of type Validator, or remove the annotation.");
		}
		return validator;
	}

	@Override
	public @Nullable Object from(Message<?> message) {
		Object payload = message.payload();
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, "payload");
		if (this.hints.length > 0 && this.validator instanceof SmartValidator smart) {
			smart.validate(payload, errors, this.hints);
		}
		else {
			this.validator.validate(payload, errors);
		}
		if (errors.hasErrors()) {
			throw new InvalidPayloadException(message.topic(), errors);
		}
		return payload;
	}

}
