package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.muster.transport.Refusal;
import dev.muster.transport.jgroups.netty.LinkSettings.Protocol;
import dev.muster.transport.jgroups.netty.LinkSettings.Timeouts;
import io.netty.buffer.ByteBuf;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Links on a free port of the loopback, and what their listener was told.
 */
final class Node implements AutoCloseable, LinkListener {

	static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	static final Duration DEADLINE = Duration.ofSeconds(30);

	final List<Frame> frames = new CopyOnWriteArrayList<>();

	final AtomicLong bytes = new AtomicLong();

	final List<InetSocketAddress> absent = new CopyOnWriteArrayList<>();

	final List<Unreached> unreached = new CopyOnWriteArrayList<>();

	final List<InetSocketAddress> closed = new CopyOnWriteArrayList<>();

	final List<Refused> refused = new CopyOnWriteArrayList<>();

	final AtomicLong unknown = new AtomicLong();

	final List<String> invalid = new CopyOnWriteArrayList<>();

	final Links links;

	final InetSocketAddress address;

	private volatile boolean keeping = true;

	private Node(LinkSettings settings, LinkSecurity security) {
		this.links = new Links(settings, security, this);
		try {
			this.address = this.links.bind(LOOPBACK, 0, 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Start a node that can be reached. */
	static Node start(LinkSettings settings, LinkSecurity security) {
		Node node = new Node(settings, security);
		node.links.announce(node.address);
		return node;
	}

	static Node start() {
		return start(settings(), new LinkSecurity.Plain());
	}

	/** Bind a port, with {@code links.announce} still to be called. */
	static Node bind() {
		return new Node(settings(), new LinkSecurity.Plain());
	}

	static LinkSettings settings() {
		return settings("test");
	}

	static LinkSettings settings(String clusterName) {
		// Longer than the defaults where a loaded machine might make a test fail
		return LinkSettings.defaults(new Protocol(clusterName, 1, 1, 0))
			.withTimeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10),
					Duration.ofMillis(50), Duration.ofSeconds(2)));
	}

	static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(DEADLINE).pollInterval(Duration.ofMillis(5));
	}

	/** Only count what comes from now on. */
	Node counting() {
		this.keeping = false;
		return this;
	}

	void send(Node to, String text) {
		send(to.address, Lane.PAYLOAD, text);
	}

	void send(InetSocketAddress to, Lane lane, String text) {
		send(to, lane, text.getBytes(StandardCharsets.UTF_8));
	}

	void send(InetSocketAddress to, Lane lane, byte[] content) {
		this.links.send(to, lane, OutboundFrame.of(content));
	}

	void awaitFrames(int count) {
		await(count + " frames").until(() -> this.frames.size() >= count);
	}

	List<String> texts() {
		return this.frames.stream().map(Frame::text).toList();
	}

	LinkStatistics statistics(Node peer) {
		return statistics(peer.address);
	}

	LinkStatistics statistics(InetSocketAddress peer) {
		return this.links.statistics()
			.stream()
			.filter((each) -> each.peer().equals(peer))
			.findAny()
			.orElse(new LinkStatistics(peer, 0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, null));
	}

	void awaitConnections(Node peer, int count) {
		await(count + " connections").until(() -> statistics(peer).connections() == count);
	}

	@Override
	public void frame(InetSocketAddress peer, ByteBuf frame) {
		if (this.keeping) {
			byte[] content = new byte[frame.readableBytes()];
			frame.readBytes(content);
			this.frames.add(new Frame(peer, content));
		}
		this.bytes.addAndGet(frame.readableBytes());
	}

	@Override
	public void absent(InetSocketAddress peer) {
		this.absent.add(peer);
	}

	@Override
	public void unreached(InetSocketAddress peer, Unreached reason, String detail) {
		this.unreached.add(reason);
	}

	@Override
	public void closed(InetSocketAddress peer) {
		this.closed.add(peer);
	}

	@Override
	public void refused(InetSocketAddress peer, Refusal.Reason reason, boolean byUs, String detail) {
		this.refused.add(new Refused(peer, reason, byUs, detail));
	}

	@Override
	public void invalid(String host, String reason) {
		this.invalid.add(host + ": " + reason);
	}

	@Override
	public void unknownFrame() {
		this.unknown.incrementAndGet();
	}

	@Override
	public void close() {
		this.links.close();
	}

	/**
	 * A frame that came.
	 *
	 * @param peer where from
	 * @param content what is in it
	 */
	record Frame(InetSocketAddress peer, byte[] content) {

		String text() {
			return new String(this.content, StandardCharsets.UTF_8);
		}

	}

	/**
	 * A refusal.
	 *
	 * @param peer of or by whom
	 * @param reason why
	 * @param byUs who refused
	 * @param detail for people
	 */
	record Refused(InetSocketAddress peer, Refusal.Reason reason, boolean byUs, String detail) {
	}

}
