package dev.muster.autoconfigure.cloud.instances;

import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells Spring Cloud that the instances have changed, as registries' clients do, on a
 * thread of its own: Gateway and Boot Admin refresh themselves then.
 */
final class InstancesHeartbeat implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(InstancesHeartbeat.class);

	private final ApplicationEventPublisher publisher;

	private final ClusterDiscoveryClient source;

	private final AtomicLong beats = new AtomicLong();

	private final CoalescedTask task = new CoalescedTask("muster-instances-heartbeat", this::publish);

	InstancesHeartbeat(ApplicationEventPublisher publisher, ClusterDiscoveryClient source, WebAddresses addresses) {
		this.publisher = publisher;
		this.source = source;
		addresses.addListener(this.task::request);
	}

	private void publish() {
		try {
			this.publisher.publishEvent(new HeartbeatEvent(this.source, "muster-" + this.beats.incrementAndGet()));
		}
		catch (IllegalStateException ex) {
			logger.debug("The application context does not take events now", ex);
		}
	}

	@Override
	public void close() {
		this.task.close();
	}

}
