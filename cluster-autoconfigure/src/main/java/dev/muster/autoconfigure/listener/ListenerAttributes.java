package dev.muster.autoconfigure.listener;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.SubscriptionOptions;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Reads what annotations say, with placeholders and expressions resolved.
 */
final class ListenerAttributes {

	private final AnnotatedElement element;

	private final ClusterListener annotation;

	private final ListenerContext context;

	ListenerAttributes(AnnotatedElement element, ClusterListener annotation, ListenerContext context) {
		this.element = element;
		this.annotation = annotation;
		this.context = context;
	}

	/**
	 * Return the user's name for the listener, or an empty text.
	 */
	String id() {
		return this.context.text(this.annotation.id());
	}

	List<String> topics() {
		Set<String> topics = new LinkedHashSet<>(this.context.texts(this.annotation.topics()));
		if (topics.isEmpty()) {
			throw invalid("it has no topic",
					"Write @ClusterListener(\"some.topic\"); a placeholder or expression must not be empty.");
		}
		return List.copyOf(topics);
	}

	SubscriptionOptions options() {
		SubscriptionOptions options = SubscriptionOptions.defaults().from(this.annotation.from());
		String overflow = this.context.text(this.annotation.overflow());
		if (!overflow.isEmpty()) {
			options = options.overflow(overflow(overflow));
		}
		String capacity = this.context.text(this.annotation.queueCapacity());
		if (!capacity.isEmpty()) {
			options = options.queueCapacity(number("queueCapacity", capacity));
		}
		String concurrency = this.context.text(this.annotation.concurrency());
		if (!concurrency.isEmpty()) {
			options = options.concurrency(number("concurrency", concurrency));
		}
		String group = this.context.text(this.annotation.group());
		return group.isEmpty() ? options : group(options, group);
	}

	private SubscriptionOptions group(SubscriptionOptions options, String group) {
		try {
			return options.group(group);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClusterListenerException(this.element, String.valueOf(ex.getMessage()),
					"Correct the group.", ex);
		}
	}

	private Overflow overflow(String text) {
		String name = text.replace('-', '_').toUpperCase(Locale.ROOT);
		return Arrays.stream(Overflow.values())
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> invalid("there is no overflow policy '" + text + "'",
					"Use one of " + Arrays.stream(Overflow.values())
						.map((policy) -> "'" + policy.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
						.collect(Collectors.joining(", ")) + "."));
	}

	private int number(String attribute, String text) {
		try {
			int number = Integer.parseInt(text);
			if (number >= 1) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw invalid("its " + attribute + " '" + text + "' is no number above 0", "Use a whole number, at least 1.");
	}

	boolean autoStartup() {
		String text = this.context.text(this.annotation.autoStartup()).toLowerCase(Locale.ROOT);
		if (text.isEmpty() || text.equals("true")) {
			return true;
		}
		if (text.equals("false")) {
			return false;
		}
		throw invalid("its autoStartup '" + text + "' is neither true nor false", "Use 'true' or 'false'.");
	}

	@Nullable ClusterListenerErrorHandler errorHandler() {
		String text = this.annotation.errorHandler();
		if (text.isBlank()) {
			return null;
		}
		try {
			return this.context.bean(text, ClusterListenerErrorHandler.class);
		}
		catch (BeansException ex) {
			throw new InvalidClusterListenerException(this.element,
					"its errorHandler '" + text + "' is no bean that can be had: " + ex.getMessage(),
					"Name a bean of type " + ClusterListenerErrorHandler.class.getName() + ".", ex);
		}
	}

	/**
	 * Return the topics to send results to.
	 * @param element a method or class
	 * @return the topics, or {@code null} if it is not annotated
	 */
	static @Nullable List<String> sendTo(AnnotatedElement element, ListenerContext context) {
		SendTo annotation = AnnotatedElementUtils.findMergedAnnotation(element, SendTo.class);
		if (annotation == null) {
			return null;
		}
		List<String> topics = context.texts(annotation.value());
		if (topics.isEmpty()) {
			throw new InvalidClusterListenerException(element, "its @SendTo has no topic",
					"Write @SendTo(\"some.topic\"), or remove it to answer requests.");
		}
		for (String topic : topics) {
			String problem = TopicSyntax.problem(topic, false);
			if (problem != null) {
				throw new InvalidClusterListenerException(element,
						"'" + TopicSyntax.printable(topic) + "' of its @SendTo is no topic: " + problem,
						"Name topics, without wildcards.");
			}
		}
		return topics;
	}

	private InvalidClusterListenerException invalid(String problem, String remedy) {
		return new InvalidClusterListenerException(this.element, problem, remedy);
	}

}
