package dev.muster.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A strategy that does what a test tells it.
 */
class FakeStrategy implements DiscoveryStrategy {

	final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	final AtomicInteger discoveries = new AtomicInteger();

	final AtomicInteger concurrent = new AtomicInteger();

	volatile boolean calledConcurrently;

	volatile boolean listsSelf;

	volatile Behaviour start = () -> Set.of();

	volatile Behaviour register = () -> Set.of();

	volatile Behaviour discover = () -> Set.of();

	volatile Behaviour deregister = () -> Set.of();

	volatile Supplier<Map<String, Long>> counters = () -> Map.of();

	volatile String remark = "";

	volatile @Nullable DiscoveryContext context;

	@Override
	public String name() {
		return "fake";
	}

	@Override
	public boolean listsSelf() {
		return this.listsSelf;
	}

	@Override
	public void start(DiscoveryContext context) {
		this.context = context;
		call("start", this.start);
	}

	@Override
	public void register(PeerAddress self) {
		call("register", this.register);
	}

	@Override
	public Set<PeerAddress> discover() {
		this.discoveries.incrementAndGet();
		return call("discover", this.discover);
	}

	@Override
	public void deregister() {
		call("deregister", this.deregister);
	}

	@Override
	public String remark() {
		return this.remark;
	}

	@Override
	public Map<String, Long> counters() {
		return this.counters.get();
	}

	@Override
	public void close() {
		call("close", () -> Set.of());
	}

	private Set<PeerAddress> call(String name, Behaviour behaviour) {
		this.calls.add(name);
		if (this.concurrent.incrementAndGet() > 1) {
			this.calledConcurrently = true;
		}
		try {
			return behaviour.run();
		}
		catch (InterruptedException ex) {
			throw new DiscoveryException("interrupted", ex);
		}
		finally {
			this.concurrent.decrementAndGet();
		}
	}

	int count(String call) {
		synchronized (this.calls) {
			return Collections.frequency(this.calls, call);
		}
	}

	void change() {
		DiscoveryContext running = this.context;
		if (running == null) {
			throw new IllegalStateException("Not started");
		}
		running.changed().run();
	}

	/** Hangs until it is interrupted. */
	static Behaviour hanging() {
		return () -> {
			new CountDownLatch(1).await();
			return Set.of();
		};
	}

	/** Hangs until released, whatever is done to its thread. */
	static Behaviour deaf(CountDownLatch release) {
		return () -> {
			while (true) {
				try {
					if (release.await(1, TimeUnit.MINUTES)) {
						return Set.of();
					}
				}
				catch (InterruptedException ex) {
					continue; // that is what it is for
				}
			}
		};
	}

	static Behaviour failing(String message) {
		return () -> {
			throw new DiscoveryException(message);
		};
	}

	static Behaviour answering(String... addresses) {
		Set<PeerAddress> answer = addresses(addresses);
		return () -> answer;
	}

	static Set<PeerAddress> addresses(String... addresses) {
		List<PeerAddress> parsed = new ArrayList<>();
		for (String address : addresses) {
			parsed.add(PeerAddress.parse(address, 7800));
		}
		return Set.copyOf(parsed);
	}

	Topology topology(String name) {
		return new Topology(name, this, Duration.ofMillis(100));
	}

	/**
	 * What a call does.
	 */
	interface Behaviour {

		Set<PeerAddress> run() throws InterruptedException;

	}

}
