package dev.muster.autoconfigure.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.util.List;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;

/**
 * A listener, ready to be subscribed.
 *
 * @param id the user's name for it, or one made of the names of bean and method
 * @param explicitId whether it is the user's
 * @param element the method or class, for messages to people
 * @param topics topics and patterns, each once
 * @param payloadType what payloads shall become
 * @param options how each subscription is to be served
 * @param autoStartup whether to start with the application
 * @param answers whether it answers requests, instead of handling messages
 * @param invocation what is done with each
 */
record ClusterListenerEndpoint(String id, boolean explicitId, AnnotatedElement element, List<String> topics,
		Type payloadType, SubscriptionOptions options, boolean autoStartup, boolean answers,
		ListenerInvocation invocation) {

	ClusterListenerEndpoint withId(String id) {
		return new ClusterListenerEndpoint(id, this.explicitId, this.element, this.topics, this.payloadType,
				this.options, this.autoStartup, this.answers, this.invocation);
	}

	/**
	 * Subscribe to one of the topics.
	 */
	Subscription subscribe(PubSub pubSub, String topic) {
		SubscriptionOptions named = this.options.id((this.topics.size() > 1) ? this.id + "[" + topic + "]" : this.id);
		if (this.answers) {
			return pubSub.respondGeneric(topic, this.payloadType, named, this.invocation::invoke);
		}
		return pubSub.subscribeGeneric(topic, this.payloadType, named,
				(message) -> ListenerResults.await(this.invocation.invoke(message)));
	}

}
