package dev.muster.discovery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each topology on its own thread and joins their answers. Nothing here calls a
 * strategy but for its name and its counts, so nothing here can hang with one.
 */
final class DefaultDiscoveryService implements DiscoveryService {

	static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(DiscoveryService.class);

	private final List<Topology> topologies;

	private final List<TopologyUse> uses = new ArrayList<>();

	private final Duration deadline;

	private final OwnAddress.Resolver resolver;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final ReentrantLock lifecycle = new ReentrantLock();

	private boolean running;

	private volatile List<TopologyRun> runs = List.of();

	private volatile Candidates candidates;

	DefaultDiscoveryService(List<Topology> topologies) {
		this(topologies, DEFAULT_DEADLINE, OwnAddress.Resolver.system());
	}

	/**
	 * Make a service.
	 * @param topologies the topologies
	 * @param deadline how long a call of a strategy may take; also how long a stop takes,
	 * at the most
	 * @param resolver asks a name service
	 */
	DefaultDiscoveryService(List<Topology> topologies, Duration deadline, OwnAddress.Resolver resolver) {
		Set<String> names = new HashSet<>();
		for (Topology topology : topologies) {
			if (!names.add(topology.name())) {
				throw new IllegalArgumentException("Two topologies are called '" + topology.name()
						+ "': give each a name of its own, so that they can be told apart");
			}
			this.uses.add(new TopologyUse());
		}
		this.topologies = List.copyOf(topologies);
		this.deadline = deadline;
		this.resolver = resolver;
		this.candidates = new Candidates(Set.of(), this.topologies.isEmpty());
	}

	@Override
	public void start(String clusterName, PeerAddress self) {
		this.lifecycle.lock();
		try {
			if (this.running) {
				return;
			}
			TopologyRun.Environment environment = new TopologyRun.Environment(clusterName, self, InstantSource.system(),
					() -> ThreadLocalRandom.current().nextDouble(), this.deadline, this.resolver);
			List<TopologyRun> begun = new ArrayList<>();
			for (int i = 0; i < this.topologies.size(); i++) {
				begun.add(new TopologyRun(this.topologies.get(i), this.uses.get(i), environment, this::answered));
			}
			this.runs = List.copyOf(begun);
			this.candidates = join(this.runs);
			this.running = true;
			begun.forEach(TopologyRun::begin);
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			if (!this.running) {
				return;
			}
			this.running = false;
			this.runs.forEach(TopologyRun::stop);
			long begin = System.nanoTime();
			for (TopologyRun run : this.runs) {
				run.awaitEnd(begin + this.deadline.toNanos() - System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt(); // they end without being waited for
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public Candidates poll(Duration timeout) {
		CompletableFuture<?>[] polls = this.runs.stream().map(TopologyRun::ask).toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(polls).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			logger.debug("Not all topologies answered within {} ms", timeout.toMillis());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A poll never completes with an exception", ex);
		}
		return this.candidates;
	}

	@Override
	public Candidates candidates() {
		return this.candidates;
	}

	@Override
	public Registration addChangeListener(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public List<TopologyStatus> status() {
		List<TopologyRun> current = this.runs;
		if (!current.isEmpty()) {
			return current.stream().map((run) -> run.record().status()).toList();
		}
		return this.topologies.stream()
			.map((topology) -> new TopologyRecord(topology, new TopologyUse(), InstantSource.system()))
			.map(TopologyRecord::status)
			.toList();
	}

	private void answered() {
		synchronized (this.listeners) {
			Candidates joined = join(this.runs);
			if (joined.equals(this.candidates)) {
				return;
			}
			this.candidates = joined;
		}
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A listener of discovery failed: {}", listener, ex);
			}
		}
	}

	private static Candidates join(List<TopologyRun> runs) {
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		boolean allAnswered = true;
		boolean mayFound = runs.isEmpty();
		for (TopologyRun run : runs) {
			addresses.addAll(run.record().addresses());
			allAnswered &= run.record().hasAnswered();
			mayFound |= run.record().allowsToFound();
		}
		return new Candidates(addresses, allAnswered && mayFound);
	}

}
