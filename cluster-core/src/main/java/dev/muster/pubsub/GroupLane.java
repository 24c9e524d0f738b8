package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to any other member, where the transport multicasts: one queue,
 * so that a message for many is sent once. Batches form as those of a {@link Peer} do, of
 * messages in a row for the same members.
 */
final class GroupLane extends Mailbox<GroupLane.Outgoing> {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	private final BusContext context;

	private final InterestTable table;

	private final int maxBatch;

	private final LogLimiter sendLog;

	/** Who is to be told where we stand. */
	private final Set<Peer> marks = ConcurrentHashMap.newKeySet();

	private final OutboundRecord record = new OutboundRecord();

	/** For the one task. */
	private @Nullable Outgoing carried;

	GroupLane(BusContext context, InterestTable table) {
		super(context.settings().queueCapacity(), Peer.MAX_QUEUED_BYTES, context.settings().overflow(),
				context.executor());
		this.context = context;
		this.table = table;
		this.maxBatch = Math.min(Peer.MAX_BATCH, context.transport().maxFrameSize());
		this.sendLog = new LogLimiter(context.clock(), 60_000);
	}

	/**
	 * A member has to be told where we stand.
	 */
	void mark(Peer peer) {
		this.marks.add(peer);
		schedule();
	}

	@Override
	void work() {
		sendMarks();
		for (Outgoing first = next(); first != null; first = next()) {
			List<byte[]> batch = new ArrayList<>();
			batch.add(Frames.PREFIX);
			int size = Frames.PREFIX.length + first.size();
			int messages = add(first, batch);
			int all = 1;
			for (Outgoing more = take(); more != null; more = take()) {
				if (size + more.size() > this.maxBatch || !first.isForTheSameAs(more)) {
					this.carried = more;
					break;
				}
				size += more.size();
				messages += add(more, batch);
				all++;
			}
			giveBack(); // to send may take long
			send(first.peers(), batch, size, messages, all);
			sendMarks();
		}
	}

	/**
	 * Add a message to a batch.
	 * @return how many numbers it takes
	 */
	private static int add(Outgoing outgoing, List<byte[]> batch) {
		long[] numbers = outgoing.numbers();
		if (numbers == null || !(outgoing.frame() instanceof KeptFrame kept)) {
			outgoing.frame().addTo(batch);
			return 1;
		}
		List<ReplayFrames.Stamp> stamps = new ArrayList<>(numbers.length);
		for (int i = 0; i < numbers.length; i++) {
			Peer peer = outgoing.peers()[i];
			stamps.add(ReplayFrames.Stamp.of(peer.member().id(), peer.streams().replay().outbound(kept.ring()),
					numbers[i]));
		}
		kept.addTo(batch, ReplayFrames.kept(kept.ring().number(), stamps, kept.length()));
		for (Peer peer : outgoing.peers()) {
			peer.dequeued(kept);
		}
		return 0;
	}

	@Override
	void append(Outgoing element) {
		if (!(element.frame() instanceof KeptFrame kept)) {
			super.append(element);
			return;
		}
		synchronized (this.marks) { // the same order for all receivers
			long[] numbers = new long[element.peers().length];
			for (int i = 0; i < numbers.length; i++) {
				int index = i;
				element.peers()[i].streams()
					.replay()
					.outbound(kept.ring())
					.draw(kept.kept(), (number) -> numbers[index] = number);
			}
			super.append(new Outgoing(element.frame(), element.peers(), numbers));
		}
	}

	/** Only here are numbers both drawn and sent, so that they arrive in order. */
	private void sendMarks() {
		if (this.marks.isEmpty()) {
			return;
		}
		List<Peer> due = new ArrayList<>(this.marks);
		this.marks.removeAll(due); // before their numbers are read
		List<MemberId> members = new ArrayList<>();
		List<Peer> receivers = members(due.toArray(Route.NO_PEERS), members);
		if (!receivers.isEmpty() && send(members, List.of(Frames.PREFIX, streams(receivers, 0))) == 0) {
			receivers.forEach(Peer::markLater);
		}
	}

	private static byte[] streams(List<Peer> peers, int messages) {
		long[] receivers = new long[peers.size()];
		long[] epochs = new long[receivers.length];
		long[] first = new long[receivers.length];
		for (int i = 0; i < receivers.length; i++) {
			OutboundStream stream = peers.get(i).streams().outbound();
			receivers[i] = peers.get(i).member().id().low();
			epochs[i] = stream.epoch();
			first[i] = stream.take(messages);
		}
		return Frames.streams(receivers, epochs, first);
	}

	/** Those of some members that are there. */
	private List<Peer> members(Peer[] peers, List<MemberId> ids) {
		List<Peer> present = new ArrayList<>(peers.length);
		for (Peer peer : peers) {
			if (this.table.isMember(peer)) {
				present.add(peer);
				ids.add(peer.member().id());
			}
		}
		return present;
	}

	private @Nullable Outgoing next() {
		Outgoing kept = this.carried;
		this.carried = null;
		return (kept != null) ? kept : take();
	}

	private void send(Peer[] peers, List<byte[]> batch, int size, int messages, int all) {
		List<MemberId> members = new ArrayList<>(peers.length);
		List<Peer> present = members(peers, members);
		int reached = 0;
		if (!present.isEmpty()) {
			byte[] streams = (messages > 0) ? streams(present, messages) : Frames.STREAM_GOES_ON;
			if (size + streams.length > this.context.transport().maxFrameSize()) {
				send(members, List.of(Frames.PREFIX, streams));
				streams = Frames.STREAM_GOES_ON;
			}
			batch.add(1, streams);
			reached = send(members, List.copyOf(batch));
		}
		settle(peers, present, messages, all, reached);
	}

	private void settle(Peer[] peers, List<Peer> present, int messages, int all, int reached) {
		long delivered = (long) reached * all;
		long failed = (long) (peers.length - reached) * all;
		this.record.sent(delivered);
		this.context.counters().sent.add(delivered);
		this.record.undeliverable(failed);
		this.context.counters().undeliverable.add(failed);
		if (failed == 0) {
			return;
		}
		for (Peer peer : peers) {
			if (!present.contains(peer)) {
				peer.skip(messages);
			}
			else {
				peer.markLater();
			}
		}
	}

	private int send(List<MemberId> members, List<byte[]> batch) {
		this.record.sending();
		try {
			return this.context.transport().sendParts(members, BusContext.CHANNEL, batch);
		}
		catch (RuntimeException | Error ex) {
			long heldBack = this.sendLog.acquire();
			if (heldBack >= 0) {
				logger.error("Cannot send to {} members{}", members.size(), LogLimiter.suffix(heldBack), ex);
			}
			return 0;
		}
		finally {
			this.record.sendingEnded();
		}
	}

	/**
	 * Return how the way to all other members fares.
	 */
	OutboundStatus status() {
		return this.record.status(null, count(), capacity());
	}

	@Override
	long byteLimit(int size) {
		return Peer.byteLimit(size, overflow());
	}

	@Override
	int sizeOf(Outgoing element) {
		return element.size();
	}

	@Override
	void dropped(Outgoing element) {
		this.record.dropped(element.peers().length);
		this.context.counters().dropped.add(element.peers().length);
		skip(element, true);
	}

	@Override
	void refused(Outgoing element) {
		skip(element, false);
	}

	private static void skip(Outgoing element, boolean later) {
		boolean numbered = element.numbers() != null;
		for (Peer peer : element.peers()) {
			if (numbered && element.frame() instanceof KeptFrame kept) {
				peer.dequeued(kept);
				peer.missed();
			}
			else {
				peer.skip(element.frame(), later);
			}
		}
	}

	@Override
	void discarded(Outgoing element) {
		this.record.undeliverable(element.peers().length);
		this.context.counters().undeliverable.add(element.peers().length);
		skip(element, true);
	}

	@Override
	boolean hasWork() {
		return !isEmpty() || !this.marks.isEmpty();
	}

	@Override
	boolean isClosed() {
		return false; // as long as the bus
	}

	@Override
	String describe() {
		return "the other members";
	}

	/**
	 * A message on its way out.
	 *
	 * @param frame the message
	 * @param peers who gets it; not to be changed
	 * @param numbers the number that it has for each of them, if it is kept and in the
	 * queue
	 */
	record Outgoing(OutboundFrame frame, Peer[] peers, long @Nullable [] numbers) {

		Outgoing(OutboundFrame frame, Peer[] peers) {
			this(frame, peers, null);
		}

		/**
		 * Divide a message among its receivers, as one that is kept has a number for
		 * each.
		 */
		static List<Outgoing> of(OutboundFrame frame, Peer[] peers) {
			if (!(frame instanceof KeptFrame) || peers.length <= ReplayFrames.MAX_RECEIVERS) {
				return List.of(new Outgoing(frame, peers));
			}
			List<Outgoing> parts = new ArrayList<>();
			for (int start = 0; start < peers.length; start += ReplayFrames.MAX_RECEIVERS) {
				parts.add(new Outgoing(frame,
						Arrays.copyOfRange(peers, start, Math.min(peers.length, start + ReplayFrames.MAX_RECEIVERS))));
			}
			return parts;
		}

		int size() {
			return this.frame.size() + ((this.frame instanceof KeptFrame) ? ReplayFrames.MAX_STAMPS : 0);
		}

		boolean isForTheSameAs(Outgoing other) {
			return this.peers == other.peers || Arrays.equals(this.peers, other.peers);
		}

	}

}
