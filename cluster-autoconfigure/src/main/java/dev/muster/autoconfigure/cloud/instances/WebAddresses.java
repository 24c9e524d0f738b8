package dev.muster.autoconfigure.cloud.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the web servers of the members listen. A member joins before its web server
 * listens, and may not know the port before; so it tells the others later, on a channel
 * of its own, and again whenever the view changes: a few bytes to each, so that nobody
 * has to know who knows what. A member without Spring Cloud counts and drops them. Safe
 * for use by many threads.
 */
final class WebAddresses implements AutoCloseable {

	/** Channels below 64 are Muster's. */
	static final int CHANNEL = 16;

	private static final Logger logger = LoggerFactory.getLogger(WebAddresses.class);

	private final ClusterTransport transport;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final Map<MemberId, WebAddress> others = new ConcurrentHashMap<>();

	private final LongAdder malformed = new LongAdder();

	private final CoalescedTask announcement = new CoalescedTask("muster-web-address", this::tellAll);

	private final Registration channel;

	private final Registration views;

	private volatile @Nullable WebAddress own;

	private volatile boolean toBeTold;

	private volatile boolean malformedLogged;

	WebAddresses(ClusterTransport transport) {
		this.transport = transport;
		this.channel = transport.openChannel(CHANNEL, this::receive);
		this.views = transport.addViewListener(this::viewChanged);
	}

	/**
	 * Add a listener that is run whenever an address or the view has changed. It must not
	 * block.
	 * @param listener the listener
	 */
	void addListener(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Tell the others where this member's web server listens. Returns at once.
	 * @param address the address, or {@code null} for nowhere any more
	 */
	void announce(@Nullable WebAddress address) {
		this.own = address;
		this.toBeTold = true;
		this.announcement.request();
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Return where the web server of a member listens.
	 * @param member the member
	 * @return the address, if it has told
	 */
	Optional<WebAddress> of(Member member) {
		return Optional.ofNullable(isSelf(member) ? this.own : this.others.get(member.id()));
	}

	/**
	 * Return how many announcements made no sense.
	 * @return the number, 0 in a healthy cluster
	 */
	long malformed() {
		return this.malformed.sum();
	}

	private boolean isSelf(Member member) {
		try {
			return this.transport.self().equals(member);
		}
		catch (NotRunningException ex) {
			return false;
		}
	}

	private void receive(Member sender, byte[] frame) {
		WebAddress address;
		try {
			address = WebAddress.decode(frame);
		}
		catch (IllegalArgumentException ex) {
			this.malformed.increment();
			if (!this.malformedLogged) {
				this.malformedLogged = true;
				logger.warn("Dropped what {} said on channel {}: {}", sender, CHANNEL, ex.getMessage());
			}
			return;
		}
		WebAddress before = (address != null) ? this.others.put(sender.id(), address) : this.others.remove(sender.id());
		if ((address != null) ? !address.equals(before) : before != null) {
			this.listeners.forEach(Runnable::run);
		}
	}

	private void viewChanged(ViewChange change) {
		this.others.keySet()
			.retainAll(change.current().members().stream().map(Member::id).collect(Collectors.toUnmodifiableSet()));
		if (this.toBeTold) {
			this.announcement.request();
		}
		this.listeners.forEach(Runnable::run);
	}

	private void tellAll() {
		try {
			byte[] frame = WebAddress.encode(this.own);
			Member self = this.transport.self();
			for (Member member : this.transport.view().members()) {
				if (!member.equals(self)) {
					this.transport.send(member.id(), CHANNEL, frame);
				}
			}
		}
		catch (NotRunningException ex) {
			logger.debug("Nobody is told where the web server listens: the node does not run");
		}
	}

	@Override
	public void close() {
		this.views.close();
		this.channel.close();
		this.announcement.close();
	}

}
