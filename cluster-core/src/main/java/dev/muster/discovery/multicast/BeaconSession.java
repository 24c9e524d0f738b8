package dev.muster.discovery.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol on a real socket, from a start of the strategy to its end: one thread
 * receives and announces. A socket that fails is replaced when the strategy is asked
 * next.
 */
final class BeaconSession {

	private static final Logger logger = LoggerFactory.getLogger(MulticastDiscoveryStrategy.class);

	/** So that a flood does not keep this node from announcing itself. */
	private static final int MAX_DATAGRAMS_IN_SEQUENCE = 64;

	private final MulticastSettings settings;

	private final BeaconCodec codec;

	private final DiscoveryContext context;

	private final BeaconCounters counters;

	private final BeaconLog log;

	private final long origin = System.nanoTime();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ReentrantLock lock = new ReentrantLock();

	// guarded by the lock

	private final BeaconProtocol protocol;

	private @Nullable BeaconChannel channel;

	private @Nullable String sendProblem;

	private @Nullable String receiveProblem;

	private boolean asked;

	BeaconSession(MulticastSettings settings, BeaconCodec codec, DiscoveryContext context, BeaconCounters counters) {
		this.settings = settings;
		this.codec = codec;
		this.context = context;
		this.counters = counters;
		this.log = new BeaconLog(settings.port());
		this.protocol = new BeaconProtocol(context.clusterName(), UUID.randomUUID(), settings.secret() != null,
				settings.announceInterval(), () -> ThreadLocalRandom.current().nextDouble(), 0);
	}

	private long now() {
		return System.nanoTime() - this.origin;
	}

	private long wallClock() {
		return this.context.clock().millis();
	}

	/**
	 * Open a socket in place of the present one, if any.
	 */
	void open() {
		PeerAddress longest = new PeerAddress("2001:db8::1", 65535);
		try {
			this.codec.encode(new Beacon(Beacon.Kind.QUERY, new UUID(0, 0), 0, 0, this.context.clusterName(), longest));
		}
		catch (IllegalArgumentException ex) {
			throw new DiscoveryException("Cannot announce this node: " + ex.getMessage(), ex);
		}
		BeaconChannel opened = BeaconChannel.open(this.settings, resolve(this.context.self()));
		this.lock.lock();
		try {
			if (this.channel != null) {
				this.channel.close();
			}
			this.channel = opened;
			this.sendProblem = null;
			this.receiveProblem = null;
			this.asked = false;
		}
		finally {
			this.lock.unlock();
		}
		Thread thread = new Thread(() -> run(opened), "muster-multicast-" + opened.interfaceName());
		thread.setDaemon(true);
		thread.start();
		logger.info("Multicast discovery by group {}, UDP port {}, on {}", this.settings.group(), this.settings.port(),
				opened.interfaceName());
	}

	private static @Nullable InetAddress resolve(PeerAddress address) {
		try {
			InetAddress literal = address.literal();
			return (literal != null) ? literal : InetAddress.getByName(address.host());
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	void register(PeerAddress self) {
		InetAddress address = resolve(self);
		if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
			throw new DiscoveryException("Cannot announce " + self + ": it is not the address of a host");
		}
		this.lock.lock();
		try {
			BeaconChannel open = open(this.channel);
			if (address.isLoopbackAddress() && !open.isLoopback()) {
				logger.warn("Nodes on other machines do not find this one, for it listens on loopback only ({}). Set "
						+ "the bind address to one of {}", self, open.interfaceName());
			}
			this.protocol.register(new PeerAddress(address.getHostAddress(), self.port()), now());
			open.wakeUp();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static BeaconChannel open(@Nullable BeaconChannel channel) {
		if (channel == null) {
			throw new DiscoveryException("The strategy 'multicast' is not started");
		}
		return channel;
	}

	void deregister() {
		this.lock.lock();
		try {
			Beacon goodbye = this.protocol.deregister(wallClock());
			if (goodbye != null && this.channel != null) {
				send(goodbye, this.channel);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	Set<PeerAddress> discover() {
		if (problem() != null) {
			open();
		}
		if (mustAsk()) {
			// Twice, for a datagram may get lost
			ask();
			ask();
		}
		String problem = problem();
		if (problem != null) {
			throw new DiscoveryException(problem);
		}
		this.lock.lock();
		try {
			this.protocol.expire(now());
			return this.protocol.addresses();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable String problem() {
		this.lock.lock();
		try {
			return (this.receiveProblem != null) ? this.receiveProblem : this.sendProblem;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean mustAsk() {
		this.lock.lock();
		try {
			boolean mustAsk = !this.asked;
			this.asked = true;
			return mustAsk;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ask() {
		this.lock.lock();
		try {
			send(this.protocol.speak(Beacon.Kind.QUERY, wallClock(), now()), open(this.channel));
		}
		finally {
			this.lock.unlock();
		}
		try {
			if (this.closed.await(this.settings.queryWait().toNanos() / 2, TimeUnit.NANOSECONDS)) {
				throw new DiscoveryException("Closed while it waited for answers");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DiscoveryException("Interrupted while it waited for answers", ex);
		}
	}

	/**
	 * Send, under the lock, so that the datagrams leave in the order of their numbers.
	 * @return whether that works again, after it did not
	 */
	private boolean send(Beacon beacon, BeaconChannel open) {
		boolean failedBefore = this.sendProblem != null;
		try {
			open.send(this.codec.encode(beacon));
			this.counters.announced();
			this.sendProblem = null;
			return failedBefore;
		}
		catch (IOException ex) {
			this.asked = false;
			this.sendProblem = "Cannot send to the multicast group " + this.settings.group() + " on "
					+ open.interfaceName() + " (" + ex
					+ "). Look after its routes, or name another by multicast.interface";
			return false;
		}
	}

	private void run(BeaconChannel own) {
		try {
			while (true) {
				own.await(millisUntilDue());
				boolean news = receiveAll(own);
				this.lock.lock();
				try {
					if (this.channel != own) {
						return;
					}
					news |= this.protocol.expire(now());
					if (this.protocol.nanosUntilAnnouncement(now()) == 0) {
						news |= send(this.protocol.speak(Beacon.Kind.ANNOUNCE, wallClock(), now()), own);
					}
				}
				finally {
					this.lock.unlock();
				}
				if (news) {
					this.context.changed().run();
				}
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.lock.lock();
			try {
				if (this.channel == own) { // or else it was closed on purpose
					this.receiveProblem = "Cannot receive from the multicast group " + this.settings.group() + " on "
							+ own.interfaceName() + " (" + ex + ")";
					logger.debug("Receiver ends", ex);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private long millisUntilDue() {
		this.lock.lock();
		try {
			long nanos = Math.min(this.protocol.nanosUntilAnnouncement(now()),
					this.settings.announceInterval().toNanos());
			return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean receiveAll(BeaconChannel own) throws IOException {
		boolean news = false;
		for (int i = 0; i < MAX_DATAGRAMS_IN_SEQUENCE; i++) {
			BeaconChannel.Received received = own.receive();
			if (received == null) {
				break;
			}
			Decoded decoded = this.codec.decode(received.datagram(), own.interfaceName());
			if (decoded instanceof Beacon beacon) {
				news |= heard(beacon, received);
			}
			else if (decoded instanceof Rejection rejection) {
				this.counters.count(rejection);
				this.log.rejected(received.source(), rejection, now());
			}
		}
		return news;
	}

	private boolean heard(Beacon beacon, BeaconChannel.Received received) {
		long wallClock = wallClock();
		BeaconProtocol.Outcome outcome;
		this.lock.lock();
		try {
			outcome = this.protocol.heard(beacon, received.fromThisMachine(), wallClock, now());
		}
		finally {
			this.lock.unlock();
		}
		this.counters.count(outcome);
		this.log.heard(received.source(), beacon, outcome, wallClock, now());
		return outcome == BeaconProtocol.Outcome.NEWS;
	}

	void close() {
		deregister();
		this.lock.lock();
		try {
			if (this.channel != null) {
				this.channel.close();
				this.channel = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.closed.countDown();
	}

}
