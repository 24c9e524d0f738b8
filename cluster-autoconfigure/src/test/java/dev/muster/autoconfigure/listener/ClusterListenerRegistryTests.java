package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.Subscription;
import dev.muster.pubsub.SubscriptionOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ClusterListenerRegistry}.
 */
class ClusterListenerRegistryTests {

	private final PubSub pubSub = mock(PubSub.class);

	private final ClusterListenerRegistry registry = new ClusterListenerRegistry(this.pubSub);

	private final AtomicInteger called = new AtomicInteger();

	@Test
	void whenListenersStillRunThenStopCallsBackAfterTheLast() {
		CompletableFuture<Void> oneEnded = new CompletableFuture<>();
		CompletableFuture<Void> otherEnded = new CompletableFuture<>();
		Subscription one = subscription("one", oneEnded);
		Subscription other = subscription("other", otherEnded);
		this.registry.start();
		this.registry.stop(this.called::incrementAndGet);
		verify(one).close();
		verify(other).close();
		assertThat(this.registry.isRunning()).isFalse();
		oneEnded.complete(null);
		assertThat(this.called).hasValue(0);
		otherEnded.complete(null);
		assertThat(this.called).hasValue(1);
	}

	@Test
	void whenNoListenerIsSubscribedThenStopCallsBackAtOnce() {
		subscription("one", new CompletableFuture<>());
		this.registry.stop(this.called::incrementAndGet);
		assertThat(this.called).hasValue(1);
	}

	private Subscription subscription(String topic, CompletableFuture<Void> ended) {
		Subscription subscription = mock(Subscription.class);
		given(subscription.ended()).willReturn(ended);
		given(this.pubSub.subscribeGeneric(eq(topic), any(), any(), any())).willReturn(subscription);
		Method method = getClass().getDeclaredMethods()[0]; // only told to people
		this.registry.register(new ClusterListenerEndpoint(topic, true, method, List.of(topic), String.class,
				SubscriptionOptions.defaults(), true, false, (message) -> null));
		return subscription;
	}

}
