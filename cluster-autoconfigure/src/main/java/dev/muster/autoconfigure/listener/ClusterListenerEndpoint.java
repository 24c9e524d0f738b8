package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

import dev.muster.pubsub.MessageHandler;
import dev.muster.pubsub.SubscriptionOptions;

/**
 * A listener, ready to be subscribed.
 *
 * @param id the user's name for it, or one made of the names of bean and method
 * @param explicitId whether it is the user's
 * @param method the method, for messages to people
 * @param topics topics and patterns, each once
 * @param payloadType what payloads shall become
 * @param options how each subscription is to be served
 * @param autoStartup whether to start with the application
 * @param handler calls the method
 */
record ClusterListenerEndpoint(String id, boolean explicitId, Method method, List<String> topics, Type payloadType,
		SubscriptionOptions options, boolean autoStartup, MessageHandler<Object> handler) {

	ClusterListenerEndpoint withId(String id) {
		return new ClusterListenerEndpoint(id, this.explicitId, this.method, this.topics, this.payloadType,
				this.options, this.autoStartup, this.handler);
	}

	SubscriptionOptions optionsFor(String topic) {
		return this.options.id((this.topics.size() > 1) ? this.id + "[" + topic + "]" : this.id);
	}

}
