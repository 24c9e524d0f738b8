package dev.muster.autoconfigure.listener;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.muster.pubsub.PubSub;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ObjectUtils;
import org.springframework.validation.Validator;

/**
 * What a bean factory gives for reading listener methods: placeholders, expressions, and
 * conversions.
 */
public final class ListenerContext {

	private final ConfigurableBeanFactory beanFactory;

	/**
	 * Create a context.
	 * @param beanFactory gives what it has
	 */
	public ListenerContext(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	ConversionService conversion() {
		ConversionService conversion = this.beanFactory.getConversionService();
		return (conversion != null) ? conversion : ApplicationConversionService.getSharedInstance();
	}

	/**
	 * Return the bus.
	 */
	PubSub pubSub() {
		return this.beanFactory.getBean(PubSub.class);
	}

	/**
	 * Return a validator for a type: the primary one, or the first that supports it.
	 */
	@Nullable Validator validator(Class<?> type) {
		ObjectProvider<Validator> validators = this.beanFactory.getBeanProvider(Validator.class);
		return Stream.concat(Stream.ofNullable(validators.getIfUnique()), validators.orderedStream())
			.filter((candidate) -> candidate.supports(type))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the bean that an expression gives, or that it names.
	 * @throws BeansException if there is no such bean
	 */
	<T> T bean(String text, Class<T> type) {
		Object value = evaluate(text);
		return type.isInstance(value) ? type.cast(value) : this.beanFactory.getBean(String.valueOf(value).trim(), type);
	}

	/**
	 * Resolve placeholders, then evaluate it if it is an expression.
	 */
	@Nullable Object evaluate(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
		return (resolver != null) ? resolver.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null))
				: resolved;
	}

	/**
	 * Resolve placeholders and an expression.
	 * @param text a text
	 * @return what it gives, as trimmed text
	 */
	public String text(String text) {
		Object value = evaluate(text);
		return (value != null) ? value.toString().trim() : "";
	}

	/**
	 * Resolve placeholders and expressions.
	 * @param texts texts, of which each may become several: separated by commas, or in a
	 * collection or array
	 * @return all the texts that they give
	 */
	public List<String> texts(String[] texts) {
		List<String> result = new ArrayList<>();
		for (String text : texts) {
			flatten(evaluate(text), result);
		}
		return result;
	}

	private static void flatten(@Nullable Object value, List<String> result) {
		if (value instanceof Collection<?> collection) {
			collection.forEach((element) -> flatten(element, result));
		}
		else if (ObjectUtils.isArray(value)) {
			for (int i = 0; i < Array.getLength(value); i++) {
				flatten(Array.get(value, i), result);
			}
		}
		else if (value != null) {
			for (String part : value.toString().split(",")) {
				if (!part.isBlank()) {
					result.add(part.trim());
				}
			}
		}
	}

}
