package dev.muster.autoconfigure.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.muster.Member;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.event.ClusterEvent;
import dev.muster.pubsub.Message;
import dev.muster.pubsub.SubscriptionOptions;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

/**
 * An application with a listener of each kind, which remembers what it hears.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Board {

	final List<String> heard = new CopyOnWriteArrayList<>();

	final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void on(ClusterEvent event) {
		this.events.add(event);
	}

	@ClusterListener("orders.created")
	void order(Order order, Member sender) {
		this.heard.add("order " + order.id() + " from " + sender.name());
	}

	@ClusterListener("orders.list")
	void orders(List<Order> orders) {
		this.heard.add("orders " + orders.get(0).id());
	}

	@ClusterListener("text")
	void text(String text) {
		this.heard.add("text " + text);
	}

	@ClusterListener("bytes")
	void bytes(byte[] bytes) {
		this.heard.add("bytes " + new String(bytes, StandardCharsets.UTF_8));
	}

	@ClusterListener("message")
	void message(Message<Order> message) {
		this.heard.add("message " + message.payload().id() + " to " + message.topic());
	}

	@ClusterListener("headers")
	void headers(@Header("count") int count, @Headers Map<String, String> headers) {
		this.heard.add("headers " + count + " " + headers.get("count"));
	}

	@ClusterListener("rooms:*")
	void pattern(Message<?> message) {
		this.heard.add("pattern " + message.topic() + " " + message.payload());
	}

	@ClusterListener(topics = "others", from = SubscriptionOptions.From.OTHERS)
	void others(String text) {
		this.heard.add("others " + text);
	}

	@ClusterListener("failing")
	void failing(String text) {
		this.heard.add("failing " + text);
		throw new IllegalStateException("This listener fails");
	}

	record Order(String id, int quantity) {
	}

}
