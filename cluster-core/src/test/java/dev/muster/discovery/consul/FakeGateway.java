package dev.muster.discovery.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.discovery.DiscoveryException;

/**
 * An agent in memory that does as it is told.
 */
final class FakeGateway implements ConsulGateway {

	private final Map<String, ServiceInstance> instances = new LinkedHashMap<>();

	private final List<String> calls = new ArrayList<>();

	private long index = 1;

	private boolean down;

	private boolean hidesAll;

	private boolean closed;

	@Override
	public synchronized void register(ServiceRegistration registration) {
		call("register");
		this.instances.put(registration.id(), new ServiceInstance(registration.id(), registration.address().host(),
				null, registration.address().port(), registration.meta(), false));
		change();
	}

	@Override
	public synchronized boolean pass(String id) {
		call("pass");
		return this.instances.containsKey(id);
	}

	@Override
	public synchronized void deregister(String id) {
		call("deregister");
		this.instances.remove(id);
		change();
	}

	@Override
	public synchronized Instances instances(String service, long since, Duration wait) {
		call((since > 0) ? "wait" : "ask");
		long end = System.nanoTime() + wait.toNanos();
		try {
			while (since > 0 && this.index <= since && !this.down && !this.closed && System.nanoTime() < end) {
				wait(10);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		check();
		return new Instances(this.index, this.hidesAll ? List.of() : List.copyOf(this.instances.values()));
	}

	private void call(String call) {
		check();
		this.calls.add(call);
	}

	private void check() {
		if (this.down || this.closed) {
			throw new DiscoveryException("The agent is gone");
		}
	}

	private void change() {
		this.index++;
		notifyAll();
	}

	/** Be gone, or back. */
	synchronized void down(boolean down) {
		this.down = down;
		notifyAll();
	}

	/** Be restarted: all is forgotten. */
	synchronized void forget() {
		this.instances.clear();
		this.index = 1;
		this.down = false;
		notifyAll();
	}

	/** List nothing, as to who shows a token without rights. */
	synchronized void hideAll() {
		this.hidesAll = true;
		change();
	}

	synchronized void add(ServiceInstance instance) {
		this.instances.put(String.valueOf(instance.id()), instance);
		change();
	}

	synchronized long count(String call) {
		return this.calls.stream().filter(call::equals).count();
	}

	synchronized List<ServiceInstance> registered() {
		return List.copyOf(this.instances.values());
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		notifyAll();
	}

}
