package dev.muster.discovery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology from one start of the service to its stop: the thread that calls its
 * strategy, so that no other topology waits for it. A strategy that does not react to the
 * interrupt keeps that thread, and harms nobody else.
 */
final class TopologyRun {

	private static final Logger logger = LoggerFactory.getLogger(DiscoveryService.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

	private final Topology topology;

	private final DiscoveryStrategy strategy;

	private final Semaphore strategyInUse;

	private final Environment environment;

	private final Runnable answered;

	private final TopologyRecord record;

	private final PollTurns turns;

	private final GuardedCalls calls = new GuardedCalls();

	private final ScheduledThreadPoolExecutor scheduler;

	private final OwnAddress ownAddress;

	private final Thread thread;

	private final CountDownLatch ended = new CountDownLatch(1);

	// Used by the thread only

	private boolean started;

	private boolean registered;

	private boolean closeNeeded;

	private boolean deregisterNeeded;

	private boolean waitLogged;

	private String remark = "";

	/**
	 * Prepare a run.
	 * @param topology the topology
	 * @param use what all runs of the topology have in common
	 * @param environment what all topologies of a node have in common
	 * @param answered is run when the record has changed; must not block
	 */
	TopologyRun(Topology topology, TopologyUse use, Environment environment, Runnable answered) {
		this.topology = topology;
		this.strategy = topology.strategy();
		this.strategyInUse = use.permit();
		this.environment = environment;
		this.answered = answered;
		this.record = new TopologyRecord(topology, use, environment.clock());
		this.turns = new PollTurns(topology.pollInterval(), environment.random());
		this.ownAddress = new OwnAddress(environment.self(), environment.resolver());
		this.scheduler = new ScheduledThreadPoolExecutor(1,
				(task) -> daemon(task, "muster-discovery-timer-" + topology.name()));
		this.scheduler.setRemoveOnCancelPolicy(true);
		this.thread = daemon(this::run, "muster-discovery-" + topology.name());
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	void begin() {
		this.thread.start();
	}

	TopologyRecord record() {
		return this.record;
	}

	/**
	 * Have the strategy asked at once.
	 * @return as {@link PollTurns#ask()}
	 */
	CompletableFuture<Void> ask() {
		return this.turns.ask();
	}

	/**
	 * Stop, without waiting for it.
	 */
	void stop() {
		this.turns.stop();
		this.calls.cancel();
	}

	/**
	 * Wait until the strategy is closed.
	 * @param nanos how long
	 * @throws InterruptedException if this thread was interrupted
	 */
	void awaitEnd(long nanos) throws InterruptedException {
		if (!this.ended.await(nanos, TimeUnit.NANOSECONDS)) {
			logger.warn("Topology '{}' ({}) does not stop: it is left behind", this.topology.name(),
					this.strategy.name());
		}
	}

	private void run() {
		try {
			// The run before may hang, and a strategy is called by one thread at a time
			if (this.turns.await(this.strategyInUse::tryAcquire, RETRY_INTERVAL, this::tellThatWeWait)) {
				try {
					while (this.turns.awaitTurn()) {
						poll();
					}
					end();
				}
				finally {
					this.strategyInUse.release();
				}
			}
		}
		finally {
			this.scheduler.shutdownNow();
			this.ended.countDown();
		}
	}

	private void tellThatWeWait() {
		if (!this.waitLogged) {
			this.waitLogged = true;
			this.record.failed("a call made before the restart has not returned yet", null);
		}
	}

	private void poll() {
		this.record.pollBegun();
		boolean good = false;
		try {
			if (start()) {
				good = register();
				discover();
			}
		}
		catch (Throwable ex) { // also a missing class or an endless recursion of a
								// strategy
			good = false;
			failed("cannot tell who may be a peer", ex);
		}
		finally {
			if (good && !this.turns.isOverdueOrStopped()) {
				this.record.succeeded();
			}
			this.turns.pollEnded(good);
		}
	}

	private boolean start() {
		if (this.started) {
			return true;
		}
		DiscoveryContext context = new DiscoveryContext(this.environment.clusterName(), this.environment.self(),
				this.environment.clock(), this.scheduler, this.environment.deadline(), this.turns::changed);
		try {
			guarded("did not start", () -> {
				this.closeNeeded = true;
				this.strategy.start(context);
			});
			this.started = true;
		}
		catch (Throwable ex) {
			failed("cannot start", ex);
			close();
		}
		return this.started;
	}

	private boolean register() {
		if (this.registered) {
			return true;
		}
		try {
			guarded("did not register this node", () -> {
				this.deregisterNeeded = true;
				this.strategy.register(this.environment.self());
			});
			this.registered = true;
		}
		catch (Throwable ex) {
			failed("cannot register this node", ex);
		}
		return this.registered;
	}

	private void discover() throws Exception {
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		guarded("did not answer", () -> {
			addresses.addAll(this.strategy.discover());
			this.remark = Objects.requireNonNullElse(this.strategy.remark(), "");
		});
		boolean mayFound = !this.strategy.listsSelf() || this.ownAddress.isLiterallyAmong(addresses)
				|| this.record.hadFoundSelfIn(addresses);
		this.record.answered(addresses, mayFound, this.remark);
		this.answered.run();
		if (!mayFound) {
			guarded("did not get the host names it lists resolved", () -> lookForSelf(addresses));
		}
	}

	private void lookForSelf(Set<PeerAddress> addresses) {
		long begin = System.nanoTime();
		long nanos = this.environment.deadline().toNanos();
		if (this.ownAddress.isByNameAmong(addresses,
				() -> !this.turns.isStopped() && System.nanoTime() - begin < nanos)) {
			this.record.foundSelf();
			this.answered.run();
		}
	}

	private void guarded(String ifLate, GuardedCalls.Call call) throws Exception {
		Duration deadline = this.environment.deadline();
		this.calls.call(call, deadline, () -> this.turns
			.overdue(() -> this.record.failed(ifLate + " within " + deadline.toMillis() / 1000.0 + " s", null)));
	}

	private void failed(String what, Throwable ex) {
		if (!this.turns.isOverdueOrStopped()) { // or else it has been told or does not
												// matter
			this.record.failed(what + ": " + text(ex), ex);
		}
	}

	private void end() {
		if (this.deregisterNeeded) {
			quietly("deregister", this.strategy::deregister);
		}
		close();
	}

	private void close() {
		if (this.closeNeeded) {
			this.closeNeeded = false;
			quietly("close", this.strategy::close);
		}
	}

	private void quietly(String what, GuardedCalls.Call call) {
		try {
			// Not one of the calls that a stop cancels
			new GuardedCalls().call(call, this.environment.deadline(), () -> logger
				.warn("Topology '{}' ({}) takes long to {}", this.topology.name(), this.strategy.name(), what));
		}
		catch (Throwable ex) { // it is over anyway
			logger.warn("Topology '{}' ({}) failed to {}: {}", this.topology.name(), this.strategy.name(), what,
					text(ex));
		}
	}

	private static String text(Throwable ex) {
		String message = ex.getMessage();
		if (ex instanceof DiscoveryException && message != null) {
			return message;
		}
		return (message != null) ? ex.getClass().getSimpleName() + ": " + message : ex.getClass().getSimpleName();
	}

	/**
	 * What all topologies of a node have in common.
	 *
	 * @param clusterName name of this node's cluster
	 * @param self the address at which peers reach this node
	 * @param clock wall clock
	 * @param random spreads the back-off
	 * @param deadline how long a call of a strategy may take
	 * @param resolver asks a name service
	 */
	record Environment(String clusterName, PeerAddress self, InstantSource clock, DoubleSupplier random,
			Duration deadline, OwnAddress.Resolver resolver) {
	}

}
