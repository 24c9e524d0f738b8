package dev.muster.autoconfigure.presence.listener;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Registration;
import dev.muster.autoconfigure.listener.ClusterListenerRegistry;
import dev.muster.presence.Presence;
import dev.muster.pubsub.Subscription;

import org.springframework.context.SmartLifecycle;

/**
 * The {@link dev.muster.annotation.PresenceListener} methods, which are subscribed while
 * the application runs.
 */
class PresenceListeners implements SmartLifecycle {

	private final Presence presence;

	private final ReentrantLock lock = new ReentrantLock();

	/** Each with its subscriptions, of which it has none while this does not run. */
	private final Map<PresenceListenerMethod, List<Subscription>> methods = new IdentityHashMap<>();

	private boolean running;

	PresenceListeners(Presence presence) {
		this.presence = presence;
	}

	Registration register(PresenceListenerMethod method) {
		this.lock.lock();
		try {
			this.methods.put(method, this.running ? subscribe(method) : List.of());
		}
		finally {
			this.lock.unlock();
		}
		return () -> end(method);
	}

	private void end(PresenceListenerMethod method) {
		List<Subscription> ended;
		this.lock.lock();
		try {
			ended = Objects.requireNonNullElse(this.methods.remove(method), List.of());
		}
		finally {
			this.lock.unlock();
		}
		ended.forEach(Subscription::close);
	}

	private List<Subscription> subscribe(PresenceListenerMethod method) {
		return method.topics()
			.stream()
			.map((topic) -> this.presence.subscribe(topic, method.options(), method))
			.toList();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.methods.replaceAll((method, none) -> subscribe(method));
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * End all subscriptions, and call back once no listener runs any more.
	 */
	@Override
	public void stop(Runnable callback) {
		List<Subscription> ended = new ArrayList<>();
		this.lock.lock();
		try {
			this.running = false;
			this.methods.values().forEach(ended::addAll);
			this.methods.replaceAll((method, subscriptions) -> List.of());
		}
		finally {
			this.lock.unlock();
		}
		ended.forEach(Subscription::close);
		CompletableFuture.allOf(ended.stream().map(Subscription::ended).toArray(CompletableFuture<?>[]::new))
			.whenComplete((result, ex) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ClusterListenerRegistry.PHASE;
	}

}
