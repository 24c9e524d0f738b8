package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import dev.muster.discovery.consul.ConsulGateway.Instances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes by blocking queries, on a thread of its own that ends soon after the
 * gateway is closed.
 */
final class ServiceWatch {

	/** How long a query waits. Noticing a broken agent does not depend on it. */
	static final Duration WAIT = Duration.ofSeconds(20);

	private static final Logger logger = LoggerFactory.getLogger(ConsulDiscoveryStrategy.class);

	private final ConsulGateway gateway;

	private final String service;

	private final WatchSchedule schedule;

	private final Listener listener;

	private final CountDownLatch closed = new CountDownLatch(1);

	/**
	 * Prepare.
	 * @param gateway the agent
	 * @param service the service's name
	 * @param random at least 0, less than 1
	 * @param listener is told what happens, on the thread of the watch
	 */
	ServiceWatch(ConsulGateway gateway, String service, DoubleSupplier random, Listener listener) {
		this.gateway = gateway;
		this.service = service;
		this.schedule = new WatchSchedule(random);
		this.listener = listener;
	}

	void start() {
		Thread thread = new Thread(this::run, "muster-consul-watch-" + this.service);
		thread.setDaemon(true);
		thread.start();
	}

	/** Ask no more. To end the query that runs, the gateway is to be closed, too. */
	void close() {
		this.closed.countDown();
	}

	private void run() {
		try {
			while (this.closed.getCount() > 0) {
				Duration pause = ask();
				if (pause == null || this.closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			logger.debug("{} ends", Thread.currentThread().getName(), ex); // nobody of
																			// ours does
																			// that
		}
	}

	private @Nullable Duration ask() {
		long begun = System.nanoTime();
		try {
			Instances instances = this.gateway.instances(this.service, this.schedule.index(), WAIT);
			if (this.closed.getCount() == 0) {
				return null;
			}
			this.listener.answered(instances);
			return this.schedule.answered(instances.index(), Duration.ofNanos(System.nanoTime() - begun));
		}
		catch (RuntimeException | LinkageError ex) {
			if (this.closed.getCount() == 0) {
				return null;
			}
			logger.debug("The watch of '{}' failed", this.service, ex);
			this.listener.failed();
			return this.schedule.failed();
		}
	}

	/**
	 * Is told what happens. Must not block.
	 */
	interface Listener {

		void answered(Instances instances);

		void failed();

	}

}
