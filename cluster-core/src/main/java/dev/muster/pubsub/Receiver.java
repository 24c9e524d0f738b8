package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.muster.codec.PayloadCodecs;
import org.jspecify.annotations.Nullable;

/**
 * Acts on one batch of another member.
 */
final class Receiver implements FrameSink {

	private final BusContext context;

	private final PayloadCodecs codecs;

	private final InterestTable table;

	private final Delivery delivery;

	private final Peer peer;

	private final Completions completions = new Completions();

	private final ReplayInbox replays;

	private int messages;

	Receiver(BusContext context, PayloadCodecs codecs, InterestTable table, Delivery delivery, ReplayInbox replays,
			Peer peer) {
		this.context = context;
		this.codecs = codecs;
		this.table = table;
		this.delivery = delivery;
		this.replays = replays;
		this.peer = peer;
	}

	Peer peer() {
		return this.peer;
	}

	void receive(List<byte[]> batch) {
		InboundStream stream = this.peer.streams().inbound();
		stream.begin();
		try {
			this.peer.reader().read(batch, this);
		}
		finally {
			lost(stream.end());
		}
		finish();
	}

	/**
	 * Count what came, and complete what waited for it.
	 */
	void finish() {
		this.context.counters().received.add(this.messages);
		this.messages = 0;
		this.completions.execute(this.context.executor());
	}

	@Override
	public void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch, int offset,
			int length) {
		this.messages++;
		LocalSubscription[] subscriptions = this.table.route(topic).inbound();
		if (subscriptions.length == 0) {
			this.context.counters().unclaimed.increment();
			return;
		}
		byte[] payload = payload(batch, offset, length);
		deliver(subscriptions,
				new InboundMessage(this.codecs, topic, this.peer.member(), sentAt, headers, codec, payload, 0));
	}

	@Override
	public void enveloped(Envelope envelope, String topic, int codec, long sentAt, Map<String, String> headers,
			byte[] batch, int offset, int length) {
		this.messages++;
		byte[] payload = payload(batch, offset, length);
		this.delivery.received(this.peer, envelope, this.table.route(topic),
				(receipt) -> new InboundMessage(this.codecs, topic, this.peer.member(), sentAt, headers, codec, payload,
						0, receipt),
				this::deliver);
	}

	/** A copy, for one slow subscription must not hold on to whole batches. */
	private static byte[] payload(byte[] batch, int offset, int length) {
		return (length == batch.length) ? batch : Arrays.copyOfRange(batch, offset, offset + length);
	}

	@Override
	public void answer(long id, Answer answer) {
		this.delivery.exchanges().answered(this.peer.member().id(), id, answer, this.completions);
	}

	@Override
	public void cancel(long id) {
		this.delivery.served().cancel(this.peer.member().id(), id);
	}

	private void deliver(LocalSubscription[] subscriptions, InboundMessage message) {
		List<LocalSubscription> full = null;
		for (LocalSubscription subscription : subscriptions) {
			if (!subscription.offer(message)) {
				full = (full != null) ? full : new ArrayList<>();
				full.add(subscription);
			}
		}
		if (full != null) {
			awaitRoom(full, message);
		}
	}

	private void awaitRoom(List<LocalSubscription> full, InboundMessage message) {
		long deadline = this.context.blockDeadline();
		for (LocalSubscription subscription : full) {
			if (subscription.overflow() != Overflow.BLOCK || subscription.isSaturated()) {
				subscription.dropped(message);
			}
			else if (!subscription.awaitOffer(message, deadline)) {
				subscription.saturate();
				subscription.dropped(message);
			}
		}
	}

	@Override
	public void stream(long epoch, long first, long ahead) {
		lost(this.peer.streams().inbound().position(epoch, first, Math.min(ahead, Frames.MAX_NUMBER)));
	}

	@Override
	public boolean streamOf(long receiver, long epoch, long first) {
		boolean ours = this.context.streams().isSelf(receiver);
		if (ours) {
			stream(epoch, first, 0);
		}
		return ours;
	}

	@Override
	public boolean numbered() {
		return this.peer.streams().inbound().next();
	}

	@Override
	public boolean isReceiver(long receiver) {
		return this.context.streams().isSelf(receiver);
	}

	@Override
	public void kept(int ring, long epoch, long number, long behind, FrameReader message) {
		this.replays.kept(this, ring, epoch, number, behind, message);
	}

	@Override
	public void mark(int ring, long epoch, long next, String pattern) {
		this.replays.mark(this, ring, epoch, next, pattern);
	}

	@Override
	public void ask(int ring, long epoch, long from, long to) {
		this.peer.replays().asked(ring, epoch, from, to);
	}

	@Override
	public void fill(int ring, long epoch, long from, long to, @Nullable FrameReader message) {
		this.replays.fill(this, ring, epoch, from, to, message);
	}

	private void lost(InboundStream.@Nullable Gap gap) {
		this.context.streams().report(this.peer.member(), gap);
	}

	@Override
	public void skipped(String problem) {
		this.context.counters().undecodable.increment();
		this.peer.logGarbage(problem);
	}

}
