package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.List;

import dev.muster.discovery.DiscoveryException;

/**
 * What is asked of an agent. Each call is bounded in time and in the size of its answer.
 * Safe for use by many threads.
 */
interface ConsulGateway extends AutoCloseable {

	/**
	 * Register a service instance, again if it is known: it passes from now on until its
	 * time to live is over.
	 * @param registration the instance
	 * @throws DiscoveryException if that failed; the message says what to do
	 */
	void register(ServiceRegistration registration);

	/**
	 * Give a sign of life.
	 * @param id the instance's id
	 * @return whether the agent knows the instance
	 * @throws DiscoveryException if that failed
	 */
	boolean pass(String id);

	/**
	 * Remove an instance. One that is not there is removed already.
	 * @param id the instance's id
	 * @throws DiscoveryException if that failed
	 */
	void deregister(String id);

	/**
	 * Ask for all instances of a service, of whatever health.
	 * @param service the name of the service
	 * @param index answer when the instances are newer than this; 0 to answer at once
	 * @param wait answer after this time at the latest, and a bit; ignored with 0. An
	 * interrupt does not end it, {@link #close()} does
	 * @return the instances
	 * @throws DiscoveryException if that failed
	 */
	Instances instances(String service, long index, Duration wait);

	/**
	 * End all calls that run.
	 */
	@Override
	void close();

	/**
	 * The instances of a service at some time.
	 *
	 * @param index the time, as Consul counts it
	 * @param list the instances
	 */
	record Instances(long index, List<ServiceInstance> list) {

		public Instances {
			list = List.copyOf(list);
		}

	}

}
