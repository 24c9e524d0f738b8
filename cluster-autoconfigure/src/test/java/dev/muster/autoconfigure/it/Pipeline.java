package dev.muster.autoconfigure.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.muster.Member;
import dev.muster.annotation.ClusterHandler;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.listener.ClusterListenerErrorHandler;
import dev.muster.pubsub.SubscriptionOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * An application whose listeners send on what they return, and whose spans are kept.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Pipeline.Shapes.class)
class Pipeline {

	final List<String> heard = new CopyOnWriteArrayList<>();

	final List<Span> spans = new CopyOnWriteArrayList<>();

	@Bean
	SpanHandler spans() {
		return new SpanHandler() {

			@Override
			public boolean end(TraceContext context, MutableSpan span, Cause cause) {
				Pipeline.this.spans
					.add(new Span(span.traceId(), span.id(), span.parentId(), String.valueOf(span.name())));
				return true;
			}

		};
	}

	@Bean
	ClusterListenerErrorHandler instead() {
		return (message, exception) -> exception.getClass().getSimpleName();
	}

	@ClusterListener(topics = "orders", from = SubscriptionOptions.From.OTHERS, errorHandler = "instead")
	@SendTo("checked")
	Mono<String> check(@Valid Order order) {
		return Mono.just(order.id() + " checked in trace " + MDC.get("traceId"));
	}

	@ClusterListener(topics = "checked", from = SubscriptionOptions.From.OTHERS)
	void checked(String text, Member sender, @Headers Map<String, String> headers) {
		this.heard.add(text + " by " + sender.name() + ", " + MDC.get("muster.sender") + " " + MDC.get("muster.topic")
				+ " " + headers.containsKey("traceparent"));
	}

	@ClusterListener(topics = "grouped", group = "workers")
	void grouped(int number) {
		this.heard.add("grouped " + number);
	}

	@ClusterListener(topics = "price.of", autoStartup = "${app.answers}")
	Mono<Integer> price(Order order) {
		return Mono.just(order.count() * 100);
	}

	record Order(String id, @Positive int count) {
	}

	record Span(String traceId, String id, @Nullable String parentId, String name) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	@Configuration(proxyBeanMethods = false)
	@ClusterListener("shapes.*")
	static class Shapes {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@ClusterHandler
		void circle(Circle circle) {
			this.heard.add("circle " + circle.radius());
		}

		@ClusterHandler
		void square(Square square) {
			this.heard.add("square " + square.side());
		}

	}

}
