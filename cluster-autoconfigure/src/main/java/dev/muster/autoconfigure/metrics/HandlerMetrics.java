package dev.muster.autoconfigure.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubInterceptor;
import dev.muster.pubsub.SubscriptionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of handlers, tagged {@code subscription} with the name that a subscription was
 * given. Those without one share the tag {@code unnamed}, and those beyond a bound
 * {@code other}. They are made when a subscription gets its first message.
 */
class HandlerMetrics implements MeterBinder, PubSubInterceptor {

	private static final String UNNAMED = "unnamed";

	private static final String OTHER = "other";

	private final Supplier<PubSub> pubSub;

	private final int maxSubscriptions;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Meters> meters = new ConcurrentHashMap<>();

	HandlerMetrics(Supplier<PubSub> pubSub, int maxSubscriptions) {
		this.pubSub = pubSub;
		this.maxSubscriptions = maxSubscriptions;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.lock.lock();
		try {
			this.registries.add(registry);
			this.meters.clear(); // to be made anew, in all of them
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void process(Incoming incoming, Processing proceed) throws Exception {
		long start = System.nanoTime();
		boolean success = false;
		try {
			proceed.run();
			success = true;
		}
		finally {
			meters(incoming.subscription()).record(System.nanoTime() - start, success);
		}
	}

	private Meters meters(@Nullable String subscription) {
		String name = (subscription != null) ? subscription : UNNAMED;
		Meters found = this.meters.get(name);
		if (found != null) {
			return found;
		}
		this.lock.lock();
		try {
			boolean own = subscription == null || named() < this.maxSubscriptions;
			return this.meters.computeIfAbsent(own ? name : OTHER, this::create);
		}
		finally {
			this.lock.unlock();
		}
	}

	private long named() {
		return this.meters.keySet().stream().filter((name) -> !name.equals(UNNAMED) && !name.equals(OTHER)).count();
	}

	private Meters create(String name) {
		if (!name.equals(UNNAMED) && !name.equals(OTHER)) {
			for (MeterRegistry registry : this.registries) {
				Gauge.builder("muster.pubsub.subscription.queued", this, (metrics) -> metrics.queued(name))
					.description("Messages that wait for the handler of a subscription")
					.baseUnit("messages")
					.tag("subscription", name)
					.register(registry);
			}
		}
		return new Meters(timers(name, "success"), timers(name, "failure"));
	}

	private Timer[] timers(String name, String outcome) {
		return this.registries.stream()
			.map((registry) -> Timer.builder("muster.pubsub.handler.duration")
				.description("How long handlers take")
				.tag("subscription", name)
				.tag("outcome", outcome)
				.register(registry))
			.toArray(Timer[]::new);
	}

	private double queued(String name) {
		return this.pubSub.get()
			.subscriptions()
			.stream()
			.filter((status) -> status.id().equals(name))
			.mapToInt(SubscriptionStatus::queued)
			.sum();
	}

	/**
	 * The meters of one subscription.
	 */
	private record Meters(Timer[] success, Timer[] failure) {

		void record(long nanos, boolean succeeded) {
			for (Timer timer : succeeded ? this.success : this.failure) {
				timer.record(nanos, TimeUnit.NANOSECONDS);
			}
		}

	}

}
