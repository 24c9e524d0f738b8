package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport that hands frames over by calling the receiver, so that a receiver that
 * blocks pushes back at once. Frames of a member that is not in the receiver's view yet
 * are held, as the contract says.
 */
final class FakeTransport implements ClusterTransport {

	private final FakeNetwork network;

	private final String name;

	private final int maxFrameSize;

	private final boolean multicasts;

	/** To whom frames went that were sent to several at once. */
	final List<List<MemberId>> sentTogether = new CopyOnWriteArrayList<>();

	private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

	private final Map<Integer, FrameReceiver> channels = new ConcurrentHashMap<>();

	private final Map<MemberId, Object> lanes = new ConcurrentHashMap<>();

	/** What was sent, by whom it was sent to. */
	final List<Sent> sent = new CopyOnWriteArrayList<>();

	volatile boolean record;

	/** Whether the hook is for the messages of the bus alone. */
	volatile boolean hookBusOnly;

	/** What came by the view that this node was not told of yet. */
	private final Queue<Runnable> early = new ConcurrentLinkedQueue<>();

	private volatile @Nullable ClusterView told;

	/** Called before a frame goes: may block, throw, or drop it by false. */
	volatile SendHook hook = (to, frame) -> true;

	/** Called before all others. */
	volatile ViewListener firstListener = (change) -> {
	};

	private final AtomicInteger dropped = new AtomicInteger();

	private volatile @Nullable Member self;

	private volatile @Nullable ClusterView view;

	FakeTransport(FakeNetwork network, String name, int maxFrameSize, boolean multicasts) {
		this.multicasts = multicasts;
		this.network = network;
		this.name = name;
		this.maxFrameSize = maxFrameSize;
	}

	void renew() {
		this.self = FakeNetwork.member(this.name);
		this.view = null;
	}

	void install(@Nullable ClusterView newView, @Nullable ViewChange change) {
		this.view = newView;
	}

	void tell(ViewChange change) {
		this.firstListener.viewChanged(change);
		this.listeners.forEach((listener) -> listener.viewChanged(change));
		this.told = change.current();
		flushEarly();
	}

	private void flushEarly() {
		for (Runnable next = this.early.poll(); next != null; next = this.early.poll()) {
			next.run();
		}
	}

	@Nullable ClusterView viewOrNull() {
		return this.view;
	}

	@Override
	public void start() {
		this.network.start(this);
	}

	@Override
	public void stop() {
		this.network.stop(this);
	}

	@Override
	public boolean isRunning() {
		return this.view != null;
	}

	@Override
	public Member self() {
		Member member = this.self;
		if (member == null) {
			throw new NotRunningException();
		}
		return member;
	}

	@Override
	public ClusterView view() {
		ClusterView current = this.view;
		if (current == null) {
			throw new NotRunningException();
		}
		return current;
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		if (this.channels.putIfAbsent(channel, receiver) != null) {
			throw new IllegalStateException("Channel " + channel + " is taken");
		}
		return () -> this.channels.remove(channel);
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		ClusterView current = this.view;
		if (frame.length > this.maxFrameSize) {
			throw new IllegalArgumentException("A frame of " + frame.length);
		}
		if (current == null || !current.contains(to)) {
			return false;
		}
		boolean ofBus = channel == BusContext.CHANNEL;
		if (this.record && ofBus) {
			this.sent.add(new Sent(to, frame));
		}
		FakeTransport target = this.network.find(to);
		if ((ofBus || !this.hookBusOnly) && !this.hook.beforeSend(to, frame)) {
			this.dropped.incrementAndGet();
		}
		else if (target != null) {
			target.deliver(to, self(), channel, frame);
		}
		return true;
	}

	@Override
	public boolean multicasts() {
		return this.multicasts;
	}

	@Override
	public int sendParts(List<MemberId> to, int channel, List<byte[]> parts) {
		this.sentTogether.add(to);
		return ClusterTransport.super.sendParts(to, channel, parts);
	}

	/** How many frames the hook dropped. */
	int dropped() {
		return this.dropped.get();
	}

	/** Give this node a frame as if a member had sent it. */
	void deliver(Member sender, int channel, byte[] frame) {
		deliver(self().id(), sender, channel, frame);
	}

	/** The bus itself copes with frames by a view that it was not told of. */
	private void deliver(MemberId to, Member sender, int channel, byte[] frame) {
		if (channel == BusContext.CHANNEL || this.view == this.told) {
			hand(to, sender, channel, frame);
			return;
		}
		this.early.add(() -> hand(to, sender, channel, frame));
		if (this.view == this.told) {
			flushEarly();
		}
	}

	private void hand(MemberId to, Member sender, int channel, byte[] frame) {
		synchronized (this.lanes.computeIfAbsent(sender.id(), (id) -> new Object())) {
			ClusterView current = this.view;
			FrameReceiver receiver = this.channels.get(channel);
			// this node may have got another id since
			if (current != null && current.contains(sender.id()) && receiver != null && self().id().equals(to)) {
				receiver.receive(sender, frame);
			}
		}
	}

	/** What receives a channel's frames, whoever they are from. */
	FrameReceiver receiverOf(int channel) {
		FrameReceiver receiver = this.channels.get(channel);
		if (receiver == null) {
			throw new IllegalStateException("Channel " + channel + " is closed");
		}
		return receiver;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		int count = 0;
		for (Member member : new ArrayList<>(view().members())) {
			if (!member.equals(self()) && send(member.id(), channel, frame)) {
				count++;
			}
		}
		return count;
	}

	@Override
	public int maxFrameSize() {
		return this.maxFrameSize;
	}

	@Override
	public TransportStatistics statistics() {
		return new TransportStatistics(0, 0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public List<Refusal> refusals() {
		return List.of();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A frame that was sent.
	 */
	record Sent(MemberId to, byte[] frame) {
	}

	/**
	 * Stands between a sender and the wire.
	 */
	@FunctionalInterface
	interface SendHook {

		boolean beforeSend(MemberId to, byte[] frame);

	}

}
