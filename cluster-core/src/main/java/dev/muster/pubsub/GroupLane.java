package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

	@Override
	void work() {
		for (Outgoing first = next(); first != null; first = next()) {
			List<byte[]> batch = new ArrayList<>();
			batch.add(Frames.PREFIX);
			first.frame().addTo(batch);
			int size = Frames.PREFIX.length + first.frame().size();
			int messages = 1;
			for (Outgoing more = take(); more != null; more = take()) {
				if (size + more.frame().size() > this.maxBatch || !first.isForTheSameAs(more)) {
					this.carried = more;
					break;
				}
				more.frame().addTo(batch);
				size += more.frame().size();
				messages++;
			}
			giveBack(); // to send may take long
			send(first.peers(), batch, messages);
		}
	}

	private @Nullable Outgoing next() {
		Outgoing kept = this.carried;
		this.carried = null;
		return (kept != null) ? kept : take();
	}

	private void send(Peer[] peers, List<byte[]> batch, long messages) {
		List<MemberId> members = new ArrayList<>(peers.length);
		for (Peer peer : peers) {
			if (this.table.isMember(peer)) {
				members.add(peer.member().id());
			}
		}
		int reached = members.isEmpty() ? 0 : send(members, List.copyOf(batch));
		this.record.sent(reached * messages);
		this.context.counters().sent.add(reached * messages);
		this.record.undeliverable((peers.length - reached) * messages);
		this.context.counters().undeliverable.add((peers.length - reached) * messages);
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
	int sizeOf(Outgoing element) {
		return element.frame().size();
	}

	@Override
	void dropped(Outgoing element) {
		this.record.dropped(element.peers().length);
		this.context.counters().dropped.add(element.peers().length);
	}

	@Override
	void discarded(Outgoing element) {
		this.record.undeliverable(element.peers().length);
		this.context.counters().undeliverable.add(element.peers().length);
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
	 */
	record Outgoing(OutboundFrame frame, Peer[] peers) {

		boolean isForTheSameAs(Outgoing other) {
			return this.peers == other.peers || Arrays.equals(this.peers, other.peers);
		}

	}

}
