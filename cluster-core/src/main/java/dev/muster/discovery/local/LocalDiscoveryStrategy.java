package dev.muster.discovery.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the nodes of the same user and cluster on this machine's loopback, and no others:
 * the default, so that an application that is started twice on a developer's machine is a
 * cluster, and never one with a stranger.
 *
 * <p>
 * The nodes meet in a directory of that user's below {@code java.io.tmpdir}. A file whose
 * process is gone is removed after some minutes. Where that is an error, as between
 * containers that share the directory and do not see each other's processes, the node
 * writes its file again.
 */
public final class LocalDiscoveryStrategy implements DiscoveryStrategy {

	/**
	 * The {@link #name() name} of this strategy.
	 */
	public static final String NAME = "local";

	/** A living node touches its file at each poll. */
	static final Duration KEPT_WITHOUT_PROCESS = Duration.ofMinutes(2);

	/** Longer than this, the process is another one under the same number. */
	static final Duration KEPT_UNTOUCHED = Duration.ofHours(1);

	private static final Logger logger = LoggerFactory.getLogger(LocalDiscoveryStrategy.class);

	private final RendezvousDirectory directory;

	private final LongPredicate isAlive;

	private volatile @Nullable DiscoveryContext context;

	private volatile @Nullable Registered registered;

	private boolean warned;

	/**
	 * Create a strategy whose nodes meet in this user's directory below
	 * {@code java.io.tmpdir}.
	 */
	public LocalDiscoveryStrategy() {
		this(RendezvousDirectory.ofThisUser(), LocalDiscoveryStrategy::isAlive);
	}

	/**
	 * Create a strategy whose nodes meet elsewhere.
	 * @param directory the directory; its parent must exist. It becomes this user's alone
	 */
	public LocalDiscoveryStrategy(Path directory) {
		this(new RendezvousDirectory(directory), LocalDiscoveryStrategy::isAlive);
	}

	LocalDiscoveryStrategy(RendezvousDirectory directory, LongPredicate isAlive) {
		this.directory = directory;
		this.isAlive = isAlive;
	}

	private static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void start(DiscoveryContext context) {
		this.context = context;
		this.warned = false;
	}

	@Override
	public boolean listsSelf() {
		return true;
	}

	@Override
	public void register(PeerAddress self) {
		DiscoveryContext running = running();
		PeerAddress loopback = loopback(self);
		Registered file;
		if (loopback != null) {
			byte[] content = new NodeFile(running.clusterName(), loopback, ProcessHandle.current().pid()).encode();
			if (content.length > NodeFile.MAX_SIZE) {
				throw new DiscoveryException("The cluster's name is too long for the strategy 'local'");
			}
			String name = UUID.randomUUID().toString();
			file = new Registered(name, self, content);
			this.directory.prepare();
			this.directory.write(name, content);
		}
		else {
			file = new Registered(null, self, new byte[0]);
			logger.warn("Other nodes do not find this one by the strategy 'local', for it listens at {} and not on "
					+ "loopback. Set the bind address to 127.0.0.1, or use another strategy", self);
		}
		deregister();
		this.registered = file;
	}

	private static @Nullable PeerAddress loopback(PeerAddress self) {
		try {
			InetAddress address = InetAddress.getByName(self.host());
			return address.isLoopbackAddress() ? new PeerAddress(address.getHostAddress(), self.port()) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	@Override
	public void deregister() {
		Registered file = this.registered;
		this.registered = null;
		if (file != null && file.name() != null) {
			this.directory.deleteNode(file.name());
		}
	}

	@Override
	public Set<PeerAddress> discover() {
		DiscoveryContext running = running();
		Instant now = running.clock().instant();
		this.directory.prepare();
		Set<PeerAddress> addresses = new LinkedHashSet<>();
		Registered own = this.registered;
		if (own != null) {
			addresses.add(own.address());
			if (own.name() != null && !this.directory.touch(own.name(), now)) {
				this.directory.write(own.name(), own.content());
				this.directory.touch(own.name(), now);
			}
		}
		RendezvousDirectory.Reading reading = this.directory.read();
		if (!reading.complete()) {
			warnOnce("There are more than " + RendezvousDirectory.MAX_FILES + " files: some are not looked at");
		}
		for (Map.Entry<String, RendezvousDirectory.Entry> entry : reading.entries().entrySet()) {
			NodeFile node = entry.getValue().node();
			if (isStale(entry.getValue(), now)) {
				this.directory.delete(entry.getKey());
			}
			else if (node == null) {
				if (!entry.getValue().temporary()) {
					warnOnce(entry.getKey() + " is no file of a node, or one of another version: it is ignored");
				}
			}
			else if (node.clusterName().equals(running.clusterName())) {
				addresses.add(node.address());
			}
		}
		return addresses;
	}

	private boolean isStale(RendezvousDirectory.Entry entry, Instant now) {
		Duration age = Duration.between(entry.modified(), now);
		NodeFile node = entry.node();
		if (node == null) {
			return entry.temporary() && age.compareTo(KEPT_WITHOUT_PROCESS) > 0;
		}
		return age.compareTo(KEPT_UNTOUCHED) > 0
				|| age.compareTo(KEPT_WITHOUT_PROCESS) > 0 && !this.isAlive.test(node.pid());
	}

	private void warnOnce(String text) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("Look into {}, where the nodes of this machine meet. {} (and maybe more, said once)",
					this.directory, text);
		}
	}

	private DiscoveryContext running() {
		DiscoveryContext running = this.context;
		if (running == null) {
			throw new DiscoveryException("The strategy 'local' is not started");
		}
		return running;
	}

	@Override
	public void close() {
		deregister();
		this.context = null;
	}

	/**
	 * This node's file.
	 *
	 * @param name random name, or {@code null} if the node does not listen on loopback
	 * @param address the node's address
	 * @param content what is in it
	 */
	private record Registered(@Nullable String name, PeerAddress address, byte[] content) {
	}

}
