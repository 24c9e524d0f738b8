package dev.muster.autoconfigure.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Registration;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.Subscription;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * All {@link dev.muster.annotation.ClusterListener} methods and classes of an
 * application. Starts them after the web server, and stops them before it; single ones
 * can be started and stopped by their id. Safe for use by many threads.
 */
public final class ClusterListenerRegistry implements SmartLifecycle, DisposableBean {

	/**
	 * The phase in which listeners start, as message listener containers do.
	 */
	public static final int PHASE = DEFAULT_PHASE - 100;

	private final PubSub pubSub;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Listener> listeners = new LinkedHashMap<>();

	private volatile boolean running;

	/**
	 * Create a registry.
	 * @param pubSub the bus that listeners subscribe to
	 */
	public ClusterListenerRegistry(PubSub pubSub) {
		this.pubSub = pubSub;
	}

	/**
	 * Add a listener. It is started at once if this registry runs and it is to start by
	 * itself.
	 * @param endpoint the listener
	 * @return closes to stop and remove it
	 * @throws InvalidClusterListenerException if its id is taken, or a topic is none
	 */
	Registration register(ClusterListenerEndpoint endpoint) {
		this.lock.lock();
		try {
			Listener listener = new Listener(endpoint.withId(uniqueId(endpoint)));
			if (this.running && listener.wanted) {
				listener.subscribe();
			}
			this.listeners.put(listener.endpoint.id(), listener);
			return () -> remove(listener);
		}
		finally {
			this.lock.unlock();
		}
	}

	private String uniqueId(ClusterListenerEndpoint endpoint) {
		String id = endpoint.id();
		if (!this.listeners.containsKey(id)) {
			return id;
		}
		if (endpoint.explicitId()) {
			throw new InvalidClusterListenerException(endpoint.element(),
					"its id '" + id + "' is taken by " + this.listeners.get(id),
					"Give each listener an id of its own.");
		}
		int number = 2;
		while (this.listeners.containsKey(id + "#" + number)) {
			number++;
		}
		return id + "#" + number;
	}

	private void remove(Listener listener) {
		this.lock.lock();
		try {
			if (this.listeners.remove(listener.endpoint.id(), listener)) {
				listener.unsubscribe();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the ids of all listeners.
	 * @return the ids
	 */
	public Set<String> ids() {
		this.lock.lock();
		try {
			return Set.copyOf(this.listeners.keySet());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a listener is subscribed.
	 * @param id the listener's id
	 * @return whether it is
	 * @throws IllegalArgumentException if there is no such listener
	 */
	public boolean isRunning(String id) {
		this.lock.lock();
		try {
			return listener(id).isSubscribed();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start a listener: at once if this registry runs, else as soon as it does. Does
	 * nothing if it is started.
	 * @param id the listener's id
	 * @throws IllegalArgumentException if there is no such listener
	 */
	public void start(String id) {
		this.lock.lock();
		try {
			Listener listener = listener(id);
			listener.wanted = true;
			if (this.running) {
				listener.subscribe();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop a listener, until it is started again. Does nothing if it is stopped.
	 * @param id the listener's id
	 * @throws IllegalArgumentException if there is no such listener
	 */
	public void stop(String id) {
		this.lock.lock();
		try {
			Listener listener = listener(id);
			listener.wanted = false;
			listener.unsubscribe();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Listener listener(String id) {
		Listener listener = this.listeners.get(id);
		if (listener == null) {
			throw new IllegalArgumentException(
					"There is no cluster listener '" + id + "' among " + new TreeSet<>(this.listeners.keySet()));
		}
		return listener;
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			for (Listener listener : this.listeners.values()) {
				if (listener.wanted) {
					listener.subscribe();
				}
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			this.running = false;
			this.listeners.values().forEach(Listener::unsubscribe);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop all listeners, and call back once none of their methods runs any more. How
	 * long that may take is bounded by who stops, as the application context does by
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
	 */
	@Override
	public void stop(Runnable callback) {
		CompletableFuture<?>[] endings;
		this.lock.lock();
		try {
			endings = this.listeners.values()
				.stream()
				.flatMap((listener) -> listener.subscriptions.stream())
				.map(Subscription::ended)
				.toArray(CompletableFuture<?>[]::new);
			stop();
		}
		finally {
			this.lock.unlock();
		}
		CompletableFuture.allOf(endings).whenComplete((result, ex) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void destroy() {
		stop();
	}

	// Guarded by the registry's lock
	private final class Listener {

		private final ClusterListenerEndpoint endpoint;

		private final List<Subscription> subscriptions = new ArrayList<>();

		private boolean wanted;

		Listener(ClusterListenerEndpoint endpoint) {
			this.endpoint = endpoint;
			this.wanted = endpoint.autoStartup();
		}

		boolean isSubscribed() {
			return !this.subscriptions.isEmpty();
		}

		void subscribe() {
			if (isSubscribed()) {
				return;
			}
			for (String topic : this.endpoint.topics()) {
				try {
					this.subscriptions.add(this.endpoint.subscribe(ClusterListenerRegistry.this.pubSub, topic));
				}
				catch (IllegalArgumentException ex) {
					unsubscribe();
					throw new InvalidClusterListenerException(this.endpoint.element(),
							Objects.requireNonNullElse(ex.getMessage(), "'" + topic + "' is no topic pattern"),
							"Correct the topic.", ex);
				}
			}
		}

		void unsubscribe() {
			this.subscriptions.forEach(Subscription::close);
			this.subscriptions.clear();
		}

		@Override
		public String toString() {
			return String.valueOf(this.endpoint.element());
		}

	}

}
